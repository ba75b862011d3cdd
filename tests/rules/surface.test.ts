import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createLimn } from '@limn/react'
import * as ui from '@limn/ui'
import { describe, expect, it } from 'vitest'
import { reachable, root } from './sources.ts'

const read = (path: string) => readFileSync(join(root, path), 'utf8')

describe('rule 13 of the surface', () => {
  it('options factories and schemas stand in no client module: servers call them', () => {
    const factories = ['taskOptions', 'taskListOptions', 'capabilitiesOptions', 'budgetOptions', 'generateOptions']
    const entries = [...factories.map((name) => `options/${name}`), 'schema']
    const reached = entries.flatMap((name) => reachable(`packages/react/src/${name}.ts`))
    expect(reached.length).toBeGreaterThan(entries.length)
    for (const text of [read('packages/react/src/index.ts'), ...reached.map((source) => source.text)])
      expect(text).not.toMatch(/^['"]use client['"]/)
  })

  it('parts have flat names: a dotted one is undefined in a server component', () => {
    const parts = Object.entries(ui).filter(([name, part]) => /^[A-Z]/.test(name) && typeof part === 'function')
    expect(parts.length).toBeGreaterThan(15)
    const dotted = parts.flatMap(([name, part]) =>
      Object.keys(part)
        .filter((inner) => /^[A-Z]/.test(inner))
        .map((inner) => `${name}.${inner}`),
    )
    expect(dotted).toEqual([])
  })

  it('what is returned may be taken apart: nothing in it asks for `this`', () => {
    const { list, find, subscribe, capabilities, journal } = createLimn({ journal: 'memory', endpoint: undefined })
    const leave = subscribe(() => {})
    expect([list({ slot: undefined }), find('nobody'), journal().ready]).toEqual([[], undefined, false])
    expect(capabilities().source).toBe('defaults')
    leave()
  })
})

describe('docs/decisions/0035-rules-of-the-surface.md', () => {
  const rows = [...read('docs/decisions/0035-rules-of-the-surface.md').matchAll(/^\| (\d+) \| `([^`]+)` \| (.+) \|$/gm)]

  it('names a test for each of the fourteen rules', () => {
    expect(new Set(rows.map(([, rule]) => Number(rule)))).toEqual(new Set(Array.from({ length: 14 }, (_, i) => i + 1)))
  })

  it.each(rows.map(([, rule, path, name]) => [rule!, path!, name!] as const))('%s: %s, “%s”', (_rule, path, name) => {
    expect(read(path)).toContain(name)
  })
})
