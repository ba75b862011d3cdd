import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { measure } from './bundle.ts'

const file = join(import.meta.dirname, 'sizes.json')
type Sizes = Record<string, { esbuild: number; rolldown: number }>
const recorded = JSON.parse(readFileSync(file, 'utf8')) as Sizes

/** Bytes, min + gzip, beyond React, React Query and what stands beside. The targets of docs/benchmarks.md. */
const BUDGETS: readonly (readonly [
  label: string,
  from: string,
  names: readonly string[],
  external: readonly string[],
  limit: number,
])[] = [
  ['hooks', '@limn/react', ['LimnProvider', 'useImageGeneration'], [], 6_000],
  ['client', '@limn/core', ['createClient'], [], 3_000],
  ['ImageStudio', '@limn/ui', ['ImageStudio'], ['@limn/react', '@limn/core'], 16_000],
  ['Gallery', '@limn/ui', ['Gallery'], ['@limn/react', '@limn/core'], 10_000],
  ['Lightbox', '@limn/ui', ['Lightbox'], ['@limn/react', '@limn/core'], 2_500],
]

describe('sizes', () => {
  it.each(BUDGETS)('%s stays within its budget and what was recorded', async (label, from, names, external, limit) => {
    const size = await measure(from, names, external)
    if (process.env.UPDATE_SIZES) record(label, size)
    for (const bundler of ['esbuild', 'rolldown'] as const) {
      expect(size[bundler], `${label} by ${bundler}`).toBeLessThanOrEqual(limit)
      expect(
        size[bundler],
        `${label} by ${bundler}: larger than recorded; UPDATE_SIZES=1 records a growth that is wanted`,
      ).toBeLessThanOrEqual(Math.ceil((recorded[label]?.[bundler] ?? 0) * 1.02))
    }
  })
})

function record(label: string, size: Sizes[string]) {
  recorded[label] = size
  writeFileSync(file, `${JSON.stringify(recorded, null, 2)}\n`)
}
