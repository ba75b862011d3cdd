import type { Generation } from '@limn/core'
import { createLimn, LimnProvider } from '@limn/react'
import { sampleGeneration } from '@limn/simulator'
import { Gallery, GalleryItem, justifiedRows, type RenderEntry } from '@limn/ui'
import { useLayoutEffect, useState, type ReactNode } from 'react'
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { RowsPhotoAlbum } from 'react-photo-album'
import 'react-photo-album/rows.css'
import '@limn/ui/styles.css'

const COUNT = 10_000
const SIZES = ['1024x1024', '1536x1024', '1024x1536', '1920x1088']

/** One picture of 1 × 1 pixel: what is measured is the list. */
const PIXEL = 'data:image/gif;base64,R0lGODlhAQABAIAAAMLCwgAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw=='
const generations = Array.from({ length: COUNT }, (_, index) => {
  const size = SIZES[index % SIZES.length]!
  const [width = 1, height = 1] = size.split('x').map(Number)
  const images = [{ index: 0, url: PIXEL, archived: false, expired: false, width, height }]
  return sampleGeneration('succeeded', { key: `g-${index}`, images, request: { prompt: `A fox ${index}`, size } })
})
const shapeOf = ({ images }: Generation) => ({ width: images[0]!.width!, height: images[0]!.height! })

/** Eight elements, the same for everybody. */
function Card({ generation }: { generation: Generation }) {
  const { width, height } = shapeOf(generation)
  return (
    <article>
      <button type="button">
        <img src={PIXEL} width={width} height={height} alt={generation.request.prompt} loading="lazy" />
      </button>
      <div>
        <p>{generation.request.prompt}</p>
        <span>{generation.stale ? 'stale' : generation.request.size}</span>
        <button type="button">Remix</button>
        <button type="button">Download</button>
      </div>
    </article>
  )
}
const card: RenderEntry = (generation) => <Card generation={generation} />
const entry: RenderEntry = (generation) => <GalleryItem generation={generation} />

/** Each shows the same generations, its own way. */
const WAYS: Readonly<Record<string, (list: readonly Generation[]) => ReactNode>> = {
  limn: (list) => <Gallery generations={list}>{card}</Gallery>,
  limnJustified: (list) => (
    <Gallery generations={list} layout={justified}>
      {card}
    </Gallery>
  ),
  limnEntries: (list) => <Gallery generations={list}>{entry}</Gallery>,
  map: (list) => list.map((generation) => <Card key={generation.key} generation={generation} />),
  photoAlbum: (list) => (
    <RowsPhotoAlbum
      photos={list.map((generation) => ({ src: PIXEL, key: generation.key, generation, ...shapeOf(generation) }))}
      targetRowHeight={240}
      defaultContainerWidth={1248}
      render={{ photo: (_, { photo }) => <Card key={photo.key} generation={photo.generation} /> }}
    />
  ),
  nothing: () => <div style={{ blockSize: 1_000_000 }} />,
}
const justified = justifiedRows(240)

let change: (index: number) => void = () => {}
function Page({ way }: { way: string }) {
  const [list, setList] = useState<readonly Generation[]>(generations)
  useLayoutEffect(() => {
    change = (index) => setList((before) => before.with(index, { ...before[index]!, stale: !before[index]!.stale }))
  }, [])
  return WAYS[way]!(list)
}

const limn = createLimn({ endpoint: '/nothing', journal: 'memory' })
const rounded = (ms: number) => Math.round(ms * 100) / 100

/** What the driver reads. */
export interface GalleryFigures {
  /** ms of script until it is in the document. */
  readonly mount: number
  readonly nodes: number
  /** ms of script for one that changed in sight, the median of 21. */
  readonly update: number
  /** Of the frames of three seconds of scrolling, 100 px each: the share above 25 ms. */
  readonly slow: number
}

async function measure(way: string): Promise<GalleryFigures> {
  const place = document.querySelector('main')!
  const root = createRoot(place)
  const begun = performance.now()
  flushSync(() =>
    root.render(
      <LimnProvider limn={limn}>
        <Page way={way} />
      </LimnProvider>,
    ),
  )
  const mount = performance.now() - begun
  await pause(1000)
  const updates = Array.from({ length: 21 }, (_, index) => {
    const at = performance.now()
    flushSync(() => change(index % 3))
    return performance.now() - at
  })
  const nodes = place.querySelectorAll('*').length
  return { mount: rounded(mount), nodes, update: rounded(updates.toSorted((a, b) => a - b)[10]!), slow: await scroll() }
}

async function scroll(): Promise<number> {
  const frames: number[] = []
  let last = await frame()
  for (const until = last + 3000; last < until;) {
    scrollBy({ top: 100, behavior: 'instant' })
    const now = await frame()
    frames.push(now - last)
    last = now
  }
  return frames.filter((ms) => ms > 25).length / frames.length
}

const frame = () => new Promise<number>(requestAnimationFrame)
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

Object.assign(globalThis, { measure })
