import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright'
import sharp from 'sharp'
import { builtPages } from '../../apps/playground/server/builtPages.ts'
import { launch } from '../e2e/launch.ts'
import { startProduct } from '../e2e/product.ts'
import { root } from '../rules/sources.ts'

// The pictures of docs/screens, taken from the built playground on the simulator: pnpm build, then pnpm screens. Names of
// scenes behind it take those alone.

const LANGUAGES = ['en', 'zh-CN'] as const
const THEMES = ['light', 'dark'] as const
const SIZES = { wide: { width: 1280, height: 800 }, narrow: { width: 375, height: 720 } } as const
const DRAWN = {
  en: [
    ['A lighthouse in the first snow', /3:2/],
    ['Poppies at the edge of a field', /1:1/],
    ['Seven ridges, mist in the valleys', /16:9/],
  ],
  'zh-CN': [
    ['初雪里的灯塔', /3:2/],
    ['田边的罂粟花', /1:1/],
    ['七重山岭，谷中有雾', /16:9/],
  ],
} as const

/** What is on each picture, and how to come to see it. */
const SCENES: Readonly<Record<string, (page: Page, language: keyof typeof DRAWN) => Promise<void>>> = {
  studio: async () => {},
  gallery: drawAll,
  lightbox: async (page, language) => {
    await drawAll(page, language)
    await page.locator('[data-slot=limn-gallery] img').first().click()
    await page.locator('dialog[open] img').first().waitFor()
  },
  states: async (page) => {
    await page.goto(`${page.url()}&states`)
    await page.locator('figure').nth(10).waitFor()
  },
  code: async (page) => {
    await page.goto(`${page.url()}&panel=code`)
    await page.locator('.panel .code').waitFor()
  },
}

async function drawAll(page: Page, language: keyof typeof DRAWN) {
  for (const [prompt, shape] of DRAWN[language]) {
    await page.getByRole('radio', { name: shape }).check({ force: true })
    await page.getByRole('textbox').first().fill(prompt)
    await page.getByRole('textbox').first().press('Enter')
    await page.locator('[data-slot=limn-gallery-item][data-status=succeeded]', { hasText: prompt }).waitFor()
  }
  await page.evaluate(() => scrollTo(0, 0))
}

const folder = join(root, 'docs/screens')
mkdirSync(folder, { recursive: true })
const [browser, product] = await Promise.all([
  launch(),
  startProduct(builtPages(join(root, 'apps/playground/dist')), { duration: 200, seed: 7 }),
])

async function take(scene: string, language: keyof typeof DRAWN, theme: 'light' | 'dark', size: keyof typeof SIZES) {
  const options: BrowserContextOptions = { viewport: SIZES[size], colorScheme: theme, reducedMotion: 'reduce' }
  const context = await browser.newContext(options)
  const page = await context.newPage()
  await page.goto(`${product.url}/?lang=${language}&theme=${theme}`)
  await page.getByRole('textbox').first().waitFor()
  await SCENES[scene]!(page, language)
  await page.evaluate(() => document.fonts.ready)
  await page.waitForLoadState('networkidle')
  const picture = sharp(await page.screenshot()).png({ palette: true, compressionLevel: 9 })
  await picture.toFile(join(folder, `${scene}-${language}-${theme}-${size}.png`))
  await context.close()
}

const wanted = process.argv.slice(2)
for (const scene of wanted.length > 0 ? wanted : Object.keys(SCENES))
  for (const language of LANGUAGES)
    for (const theme of THEMES) for (const size of ['wide', 'narrow'] as const) await take(scene, language, theme, size)

await browser.close()
await product.close()
