import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from './sources.ts'

const folder = join(root, 'tests/types')

it('wrong uses of the API do not compile, and the right ones beside them do', () => {
  // A line under `@ts-expect-error` that compiles is an error, and so is an error on any other line.
  const { status, stdout } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder, '--pretty', 'false'],
    { encoding: 'utf8' },
  )
  expect({ status, errors: stdout.split('\n').filter((line) => line.includes('tests/types')) }).toEqual({
    status: 0,
    errors: [],
  })
})

it('each of them says what is wrong with it', () => {
  const lines = readFileSync(join(folder, 'misuse.tsx'), 'utf8').split('\n')
  const wrong = lines.filter((line) => line.includes('@ts-expect-error'))
  expect(wrong.length).toBeGreaterThanOrEqual(20)
  expect(wrong.filter((line) => !/@ts-expect-error -- \S+/.test(line))).toEqual([])
})
