import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser } from 'playwright'
import { build, defaultClientConditions, preview } from 'vite'
import { chromiumArgs, findChromium } from '../../../tests/chromium.ts'
import type { GalleryFigures } from './galleryPage.tsx'

/** Interleaved, so that all of them meet the same weather. */
const ROUNDS = 5

const WAYS = {
  limn: 'limn, a row each',
  limnJustified: 'limn, justified rows',
  map: 'a plain map',
  photoAlbum: 'react-photo-album',
  limnEntries: 'limn, whole entries',
  nothing: 'an empty page as long',
} as const

const STYLE = `
  body { margin: 16px }
  article > button { display: block; inline-size: 100%; max-inline-size: 440px; padding: 0; border: 0 }
  article img { inline-size: 100%; block-size: auto }
`

type Way = keyof typeof WAYS

/** Ten thousand generations in Chromium, production builds, beside what people write and what they install. */
export async function benchGallery(rounds = ROUNDS) {
  const folder = await mkdtemp(join(tmpdir(), 'limn-gallery-'))
  const executablePath = findChromium()
  const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: chromiumArgs })
  try {
    const page = join(import.meta.dirname, 'galleryPage.tsx')
    await writeFile(
      join(folder, 'index.html'),
      `<!doctype html><meta charset="utf-8"><style>${STYLE}</style><main></main><script type="module" src="${page}"></script>`,
    )
    const shared = { root: folder, configFile: false, logLevel: 'error' } as const
    await build({
      ...shared,
      resolve: { conditions: ['@limn/source', ...defaultClientConditions], dedupe: ['react', 'react-dom'] },
      define: { 'process.env.NODE_ENV': '"production"' },
    })
    const server = await preview({ ...shared, preview: { port: 0, host: '127.0.0.1' } })
    const [url] = server.resolvedUrls?.local ?? []
    const seen = new Map<Way, GalleryFigures[]>()
    for (let round = 0; round < rounds; round++)
      for (const way of Object.keys(WAYS) as Way[])
        seen.set(way, [...(seen.get(way) ?? []), await visit(browser, url!, way)])
    await server.close()
    return { title: `10,000 generations in Chromium, median of ${rounds}`, rows: [...seen].map(rowOf) }
  } finally {
    await browser.close()
    await rm(folder, { recursive: true })
  }
}

async function visit(browser: Browser, url: string, way: Way): Promise<GalleryFigures> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.goto(url)
  await page.waitForFunction('globalThis.measure')
  const figures = await page.evaluate<GalleryFigures>(`measure(${JSON.stringify(way)})`)
  await page.close()
  return figures
}

const rowOf = ([way, figures]: readonly [Way, readonly GalleryFigures[]]) => {
  const median = (name: keyof GalleryFigures) =>
    figures.map((each) => each[name]).toSorted((a, b) => a - b)[Math.floor(figures.length / 2)]!
  return {
    way: WAYS[way],
    'mount script ms': median('mount').toFixed(1),
    'DOM nodes': median('nodes'),
    'one changes ms': median('update').toFixed(2),
    'frames above 25 ms': `${(median('slow') * 100).toFixed(1)} %`,
  }
}
