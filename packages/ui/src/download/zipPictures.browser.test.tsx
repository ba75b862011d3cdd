import type { GeneratedImage, Generation } from '@limn/core'
import { sampleGeneration } from '@limn/simulator'
import { describe, expect, it, vi } from 'vitest'
import { zipPictures } from './zipPictures.ts'

const drawn = (type: string) => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 3, height: 2 })
  canvas.getContext('2d')!.fillRect(0, 0, 3, 2)
  return canvas.toDataURL(type)
}
const PNG = drawn('image/png')
const JPEG = drawn('image/jpeg')
const PAGE = 'data:text/html,<title>Sign in</title>'
const made = (prompt: string, ...urls: (string | undefined)[]): Generation =>
  sampleGeneration('succeeded', {
    request: { prompt },
    images: urls.map((url, index): GeneratedImage => ({
      index,
      url: url ?? PNG,
      archived: false,
      expired: url === undefined,
    })),
  })
const zip = (generations: readonly Generation[], more: Partial<Parameters<typeof zipPictures>[1]> = {}) =>
  zipPictures(generations, { signal: new AbortController().signal, onProgress: () => {}, note: 'Not had:', ...more })

/** Names and bytes in a zip, by its central directory. */
async function filesOf(zipped: Blob): Promise<Map<string, Uint8Array>> {
  const bytes = new Uint8Array(await zipped.arrayBuffer())
  const view = new DataView(bytes.buffer)
  const files = new Map<string, Uint8Array>()
  for (let at = 0; at < bytes.length - 4; at++) {
    if (view.getUint32(at, true) !== 0x02014b50) continue
    const [size, name, local] = [
      view.getUint32(at + 24, true),
      view.getUint16(at + 28, true),
      view.getUint32(at + 42, true),
    ]
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
    files.set(new TextDecoder().decode(bytes.slice(at + 46, at + 46 + name)), bytes.slice(start, start + size))
  }
  return files
}

describe('zipPictures', () => {
  it('names each by its words, safely, no two alike, with the extension of its bytes', async () => {
    const { file, had, missing } = await zip([
      made('../../etc/passwd', PNG, JPEG),
      made('../../etc/passwd', PNG),
      made('雪中的狐狸', JPEG),
    ])
    expect([had, missing]).toEqual([4, []])
    const files = await filesOf(file!)
    expect([...files.keys()]).toEqual([
      'etc-passwd-1.png',
      'etc-passwd-2.jpg',
      'etc-passwd-1-2.png',
      '雪中的狐狸-1.jpg',
    ])
    expect(files.get('etc-passwd-2.jpg')).toEqual(new Uint8Array(await (await fetch(JPEG)).arrayBuffer()))
  })

  it('names what could not be had in a note, and spoils nothing of the rest', async () => {
    const { file, had, missing } = await zip([made('a fox', PNG, PAGE, undefined), made('a hen', JPEG)])
    expect([had, missing]).toEqual([2, ['a-fox-2', 'a-fox-3']])
    const files = await filesOf(file!)
    expect([...files.keys()]).toEqual(['a-fox-1.png', 'a-hen-1.jpg', 'missing.txt'])
    expect(new TextDecoder().decode(files.get('missing.txt'))).toBe('Not had:\na-fox-2\na-fox-3\n')
  })

  it('makes no file of nothing', async () => {
    expect(await zip([made('a fox', PAGE)])).toEqual({ file: undefined, had: 0, missing: ['a-fox-1'] })
  })

  it('tells how far it is, and ends when it is told to: nothing more is asked for', async () => {
    const controller = new AbortController()
    const fetched = vi.spyOn(globalThis, 'fetch')
    const steps: number[] = []
    const onProgress = (had: number) => {
      steps.push(had)
      if (had === 2) controller.abort()
    }
    const ended = zip([made('a fox', PNG, PNG, PNG, PNG)], { signal: controller.signal, onProgress })
    await expect(ended).rejects.toMatchObject({ name: 'AbortError' })
    expect(steps).toEqual([1, 2])
    expect(fetched).toHaveBeenCalledTimes(2)
    fetched.mockRestore()
  })
})
