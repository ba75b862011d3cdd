import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/** The workspace's root folder. */
export const root = join(import.meta.dirname, '../..')

/** One TypeScript source of a package or an app: where it is, what it says, what it imports. */
export interface Source {
  readonly path: string
  readonly text: string
  readonly imports: readonly string[]
}

const isTest = (path: string) => /\.(test|stories)\.tsx?$|\/(tests?|uses)\//.test(path)

/** Every file that ships or runs: tests, stories and generated files apart. */
export const sources: readonly Source[] = globSync(
  ['packages/*/src/**/*.{ts,tsx}', 'apps/*/{src,server}/**/*.{ts,tsx}'],
  {
    cwd: root,
  },
)
  .filter((path) => !isTest(path))
  .map((path) => read(path))

/** A source and everything in its package that it reaches by relative imports. */
export function reachable(entry: string): readonly Source[] {
  const seen = new Map<string, Source>()
  const queue = [entry]
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (seen.has(path)) continue
    const source = read(path)
    seen.set(path, source)
    for (const target of source.imports)
      if (target.startsWith('.') && /\.tsx?$/.test(target))
        queue.push(relative(root, join(root, dirname(path), target)))
  }
  return [...seen.values()]
}

function read(path: string): Source {
  const text = readFileSync(join(root, path), 'utf8')
  const imports = [
    ...text.matchAll(
      /(?:^|\n)\s*(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)import\s+['"]([^'"]+)['"]/g,
    ),
  ]
  return { path, text, imports: imports.map((match) => (match[1] ?? match[2] ?? match[3])!) }
}
