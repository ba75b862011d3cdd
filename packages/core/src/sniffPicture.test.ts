import { describe, expect, it } from 'vitest'
import { PICTURE_TYPES, sniffPicture } from './sniffPicture.ts'

describe('sniffPicture', () => {
  const bytes = (...parts: (string | number)[]) =>
    Uint8Array.from(
      parts.flatMap((part) => (typeof part === 'number' ? part : Array.from(part, (c) => c.charCodeAt(0)))),
    )

  it.each([
    ['png', bytes(0x89, 'PNG\r\n', 0x1a, '\n')],
    ['jpg', bytes(0xff, 0xd8, 0xff, 0xe0)],
    ['webp', bytes('RIFF', 0, 0, 0, 0, 'WEBPVP8 ')],
  ])('knows a %s by its bytes', (extension, picture) => expect(PICTURE_TYPES[sniffPicture(picture)!]).toBe(extension))

  it.each([['<!doctype html>'], ['GIF89a'], [''], ['RIFF....WAVE']])('refuses %j', (text) =>
    expect(sniffPicture(bytes(text))).toBeUndefined(),
  )
})
