import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from './sources.ts'

const PACKAGES = ['core', 'react', 'ui', 'server', 'simulator']

/** Every entry of a package, `@limn/react/schema` and such, with its source. */
const entries = PACKAGES.flatMap((name) => {
  const { exports } = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')) as {
    exports: Record<string, string | { '@limn/source': string }>
  }
  return Object.entries(exports).flatMap(([path, target]) =>
    typeof target === 'string'
      ? []
      : [{ name: join('@limn', name, path), source: join('packages', name, target['@limn/source']) }],
  )
})

/** What a hand-written barrel lets out: names, those of the files that it names whole, and whole packages passed on. */
function exported(source: string): readonly string[] {
  const text = readFileSync(join(root, source), 'utf8')
  const lists = [...text.matchAll(/export\s+(?:type\s+)?\{([^}]*)\}/g)].flatMap(([, list]) => list!.split(','))
  const names = lists
    .map((name) =>
      name
        .trim()
        .replace(/^type /, '')
        .replace(/^.* as /, ''),
    )
    .filter(Boolean)
  const own = [...text.matchAll(/export (?:declare )?(?:async )?(?:const|function|class|interface|type) (\w+)/g)].map(
    ([, name]) => name!,
  )
  const passed = [...text.matchAll(/export \* from '([^']+)'/g)].flatMap(([, from]) =>
    from!.startsWith('.') ? exported(join(dirname(source), from!)) : [`* from ${from}`],
  )
  return [...new Set([...names, ...own, ...passed])].toSorted()
}

describe('the public API', () => {
  it('is what tests/rules/public-api.json says: a change is made there, on purpose', async () => {
    const api = Object.fromEntries(entries.map(({ name, source }) => [name, exported(source)]))
    await expect(`${JSON.stringify(api, null, 2)}\n`).toMatchFileSnapshot('public-api.json')
  })

  it('passes on whole packages only where the package is its own promise', () => {
    const passed = entries.flatMap(({ name, source }) =>
      exported(source)
        .filter((line) => line.startsWith('*'))
        .map((line) => `${name} ${line}`),
    )
    expect(passed).toEqual(['@limn/react * from @limn/core', '@limn/react/schema * from @limn/core/schema'])
  })
})
