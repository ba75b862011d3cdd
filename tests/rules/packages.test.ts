import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { reachable, root } from './sources.ts'

interface Manifest {
  readonly private?: boolean
  readonly files?: readonly string[]
  readonly scripts?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
}

const read = (path: string) => readFileSync(join(root, path), 'utf8')
const manifestOf = (name: string) => JSON.parse(read(`packages/${name}/package.json`)) as Manifest
const PUBLISHED = ['core', 'react', 'ui', 'server', 'simulator']

/** npm runs these on the machine of whoever installs. */
const INSTALL_SCRIPTS = new Set([
  'preinstall',
  'install',
  'postinstall',
  'prepare',
  'preprepare',
  'postprepare',
  'dependencies',
])

/** Entries that a browser loads. */
const CLIENT = [
  'packages/core/src/index.ts',
  'packages/core/src/schema.ts',
  'packages/react/src/index.ts',
  'packages/react/src/schema.ts',
  'packages/ui/src/index.ts',
  'packages/server/src/index.ts',
  'packages/simulator/src/index.ts',
]

describe('J11 what is published', () => {
  it.each(PUBLISHED)('%s runs nothing when it is installed, and ships what was built only', (name) => {
    const { private: hidden, files, scripts = {} } = manifestOf(name)
    expect(hidden).toBeUndefined()
    expect(files).toEqual(['dist'])
    expect(Object.keys(scripts).filter((script) => INSTALL_SCRIPTS.has(script))).toEqual([])
  })

  it('names its dependencies by version: no folder, no repository, no address', () => {
    const odd = PUBLISHED.flatMap((name) =>
      Object.entries(manifestOf(name).dependencies ?? {})
        .filter(([, range]) => !/^(catalog:|workspace:\^)$/.test(range))
        .map(([dependency, range]) => `${name}: ${dependency} ${range}`),
    )
    expect(odd).toEqual([])
  })

  it('the lockfile has the integrity of every package, all of them from the registry', () => {
    const [, all = ''] = /\npackages:\n([^]*?)\n(?=snapshots:\n)/.exec(read('pnpm-lock.yaml')) ?? []
    const entries = all.split(/\n(?= {2}\S)/).filter((entry) => entry.trim() !== '')
    expect(entries.length).toBeGreaterThan(500)
    const unsure = entries.filter((entry) => !/\n {4}resolution: \{integrity: sha512-[\w+/]{86}==\}/.test(`\n${entry}`))
    expect(unsure).toEqual([])
  })
})

describe('J10 what a browser loads', () => {
  it.each(CLIENT)('%s has nothing of Node in it', (entry) => {
    const texts = reachable(entry).map(({ path, text }) => ({ path, text: text.replace(/^\s*(\/\/|\/?\*).*$/gm, '') }))
    expect(texts.length).toBeGreaterThan(0)
    const node = /['"`]node:|\brequire\(/
    expect(texts.filter(({ text }) => node.test(text)).map(({ path }) => path)).toEqual([])
  })
})
