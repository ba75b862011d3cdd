import { sniffPicture } from '@limn/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { copyImage } from './copyImage.ts'

afterEach(() => void vi.restoreAllMocks())

const image = (url: string) => ({ index: 0, url, archived: false, expired: false })

/** A picture of 3 × 2, as one of its types. */
function drawn(type: 'image/png' | 'image/jpeg' | 'image/webp'): string {
  const canvas = Object.assign(document.createElement('canvas'), { width: 3, height: 2 })
  canvas.getContext('2d')!.fillRect(0, 0, 3, 2)
  return canvas.toDataURL(type)
}
const clipboard = (answer: (items: ClipboardItem[]) => Promise<void>) =>
  vi.spyOn(navigator.clipboard, 'write').mockImplementation(async (items) => answer([...items] as ClipboardItem[]))

describe('copyImage', () => {
  it.each(['image/png', 'image/jpeg', 'image/webp'] as const)('puts %s there as a PNG', async (type) => {
    let png: Blob | undefined
    clipboard(async ([item]) => void (png = await item!.getType('image/png')))
    await copyImage(image(drawn(type)))
    expect(sniffPicture(new Uint8Array(await png!.arrayBuffer()))).toBe('image/png')
    expect(await createImageBitmap(png!)).toMatchObject({ width: 3, height: 2 })
  })

  it('asks the clipboard in the click itself: Safari takes nothing that comes later', async () => {
    const write = clipboard(async () => {})
    const copied = copyImage(image(drawn('image/webp')))
    expect(write).toHaveBeenCalledOnce()
    await copied
  })

  it('tells when the browser refuses', async () => {
    clipboard(() => Promise.reject(new DOMException('blocked', 'NotAllowedError')))
    await expect(copyImage(image(drawn('image/png')))).rejects.toMatchObject({ name: 'NotAllowedError' })
  })

  it('tells when there is no clipboard: a page without TLS', async () => {
    vi.spyOn(navigator, 'clipboard', 'get').mockReturnValue(undefined as never)
    await expect(copyImage(image(drawn('image/png')))).rejects.toThrow(TypeError)
  })

  it.each([
    ['a login page', 'data:text/html,<title>Sign in</title>'],
    ['a picture cut short', drawn('image/jpeg').slice(0, 60)],
  ])('says that %s is no picture', async (_name, url) => {
    clipboard(async ([item]) => void (await item!.getType('image/png')))
    await expect(copyImage(image(url))).rejects.toMatchObject({ code: 'image_unavailable' })
  })
})
