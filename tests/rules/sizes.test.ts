import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { measure, measureStyles } from './bundle.ts'
import { root } from './sources.ts'

const file = join(import.meta.dirname, 'sizes.json')
type Sizes = Record<string, Record<'esbuild' | 'rolldown', number>>
const recorded = JSON.parse(readFileSync(file, 'utf8')) as Sizes

/** Every value of the kit. */
const EVERY_PART = readFileSync(join(root, 'packages/ui/src/index.ts'), 'utf8')
  .split('\n')
  .flatMap((line) => /^export \{ (.*) \}/.exec(line)?.[1]?.split(', ') ?? [])
  .filter((name) => !name.startsWith('type '))

/** What a page must have first (`…Whole`: with all that may come later), beyond React, React Query, the words and what stands in the last column. */
const BUNDLES: readonly (readonly [
  label: string,
  from: string,
  names: readonly string[],
  external: readonly string[],
])[] = [
  ['hooks', '@limn/react', ['LimnProvider', 'useImageGeneration'], []],
  // In production they are nothing.
  ['devtools', '@limn/react/devtools', ['LimnDevtools', 'limnDevtoolsPlugin'], []],
  ['client', '@limn/core', ['createClient'], []],
  ['kit', '@limn/ui', EVERY_PART, ['@limn/react', '@limn/core']],
  ['ImageStudio', '@limn/ui', ['ImageStudio'], ['@limn/react', '@limn/core']],
  ['Gallery', '@limn/ui', ['Gallery'], ['@limn/react', '@limn/core']],
  ['Lightbox', '@limn/ui', ['Lightbox'], ['@limn/react', '@limn/core']],
]

describe('sizes', () => {
  it.each(BUNDLES)('%s is no larger than recorded', async (label, from, names, external) => {
    const { esbuild, rolldown } = await measure(from, names, external)
    const sizes: Sizes = { [label]: { esbuild: esbuild.first, rolldown: rolldown.first } }
    if (esbuild.whole > esbuild.first) sizes[`${label}Whole`] = { esbuild: esbuild.whole, rolldown: rolldown.whole }
    if (process.env.UPDATE_SIZES) record(sizes)
    for (const [name, size] of Object.entries(sizes))
      for (const bundler of ['esbuild', 'rolldown'] as const)
        expect(
          size[bundler],
          `${name} by ${bundler}: UPDATE_SIZES=1 records a growth that is wanted`,
        ).toBeLessThanOrEqual(Math.ceil((recorded[name]?.[bundler] ?? 0) * 1.01))
  })

  it.each([
    ['hooks', 6000],
    ['kit', 16_000],
    ['Gallery', 2500],
    ['Lightbox', 2500],
  ])('%s is at most %i B before a page shows, however much is recorded', (label, most) => {
    for (const size of Object.values(recorded[label]!)) expect(size).toBeLessThanOrEqual(most)
  })

  it('the styles are at most 8 kB, whoever minifies them', async () => {
    const sizes = await measureStyles('packages/ui/src/styles.css')
    expect(sizes.esbuild).toBeGreaterThan(4000)
    for (const size of Object.values(sizes)) expect(size).toBeLessThanOrEqual(8000)
  })
})

function record(sizes: Sizes) {
  Object.assign(recorded, sizes)
  writeFileSync(file, `${JSON.stringify(recorded, null, 2)}\n`)
}
