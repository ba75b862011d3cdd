import { join } from 'node:path'
import { build, type Rollup } from 'vite'
import { afterEach, expect, it, vi } from 'vitest'
import { root } from '../rules/sources.ts'

const KEY = 'sk-never-in-a-page-0123456789'
afterEach(() => void vi.unstubAllEnvs())

const page = () => build({ root: join(root, 'apps/playground'), logLevel: 'error', build: { write: false } })

it('I04 a key under a name that Vite writes into pages stops the build, and the reason holds no key', async () => {
  vi.stubEnv('VITE_GPT_IMAGE_2_API_KEY', KEY)
  const reason = await page().then(String, String)
  expect(reason).toContain('VITE_GPT_IMAGE_2_API_KEY would be readable by every visitor')
  expect(reason).not.toContain(KEY)
})

it('I04 keys under any other name are in no file of the build', async () => {
  vi.stubEnv('GPT_IMAGE_2_API_KEY', KEY)
  vi.stubEnv('NEXT_PUBLIC_GPT_IMAGE_2_API_KEY', KEY)
  const { output } = (await page()) as Rollup.RollupOutput
  expect(output.length).toBeGreaterThan(2)
  for (const file of output) expect(file.type === 'chunk' ? file.code : String(file.source)).not.toContain(KEY)
})
