import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { root } from '../rules/sources.ts'
import { BUGS, plant } from './bugs.ts'

it.each(BUGS)('the deliberate bug still fits the code: $name', (bug) => {
  const copy = mkdtempSync(join(tmpdir(), 'limn-bug-'))
  onTestFinished(() => rmSync(copy, { recursive: true }))
  cpSync(join(root, 'packages/server/src'), copy, { recursive: true })
  plant(bug, copy)
  expect(readFileSync(join(copy, bug.file), 'utf8')).toContain(bug.to)
})
