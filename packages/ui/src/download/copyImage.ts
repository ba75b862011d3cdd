import type { GeneratedImage } from '@limn/core'

/**
 * Puts a picture into the clipboard, as a PNG. Call it in the event of a click, with nothing awaited before.
 * @throws LimnError `image_unavailable` when the bytes cannot be had or are no picture; what the browser throws where it
 * lets nothing be copied (`NotAllowedError`; a TypeError where a page without TLS has no clipboard)
 */
export async function copyImage(image: GeneratedImage): Promise<void> {
  // Made here and kept later: Safari takes nothing that comes after a click.
  const png = import('./toPng.ts').then(({ toPng }) => toPng(image.url))
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })])
  } catch (refused) {
    await png
    throw refused
  }
}
