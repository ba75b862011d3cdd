import type { GeneratedImage, Generation } from '@limn/core'
import { sampleGeneration } from '@limn/simulator'
import { afterEach, expect, it, vi } from 'vitest'
import { downloadImage } from './downloadImage.ts'

afterEach(() => void vi.restoreAllMocks())

const PNG =
  'data:image/webp;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const image = (url: string): GeneratedImage => ({ index: 1, url, archived: false, expired: false })
const sample = (url: string): Generation =>
  sampleGeneration('succeeded', { images: [image(url)], request: { prompt: '../雪中的狐狸?', output_format: 'webp' } })

function saved() {
  const links: { href: string; download: string }[] = []
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click(this: HTMLAnchorElement) {
    links.push({ href: this.href, download: this.download })
  })
  return links
}

it('saves the bytes under a safe name, with the extension they show', async () => {
  const links = saved()
  await downloadImage(sample(PNG), 1)
  expect(links).toEqual([{ href: expect.stringMatching(/^blob:/), download: '雪中的狐狸-2.png' }])
  const bytes = await (await fetch(links[0]!.href)).blob()
  expect(bytes.type).toBe('image/png')
})

it.each([
  ['a login page', 'data:text/html,<title>Sign in</title>'],
  ['an address that answers nothing', 'http://127.0.0.1:1/fox.png'],
])('saves nothing of %s, and says so', async (_, url) => {
  const links = saved()
  await expect(downloadImage(sample(url), 1)).rejects.toMatchObject({ code: 'image_unavailable' })
  await expect(downloadImage(sample(PNG), 0)).rejects.toMatchObject({ code: 'image_unavailable' })
  expect(links).toEqual([])
})
