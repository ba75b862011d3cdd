import { describe, expect, it } from 'vitest'
import { fileName } from './fileName.ts'
import { sniff } from './sniff.ts'

describe('fileName', () => {
  it.each([
    ['A fox, in snow!', 'a-fox-in-snow-1'],
    ['折纸般的墨色风暴里，一座纸灯塔', '折纸般的墨色风暴里-一座纸灯塔-1'],
    ['../../etc/passwd', 'etc-passwd-1'],
    ['con', 'con-1'],
    ['a\u202Egpj.exe', 'a-gpj-exe-1'],
    ['"><script>', 'script-1'],
    ['  \u200B ', 'limn-1'],
    ['', 'limn-1'],
  ])('makes %j safe', (prompt, name) => expect(fileName(prompt, 1)).toBe(name))

  it('cuts by whole characters', () => {
    const name = fileName('𠮷'.repeat(100), 12)
    expect(name).toBe(`${'𠮷'.repeat(60)}-12`)
    expect(name.isWellFormed()).toBe(true)
  })
})

describe('sniff', () => {
  const bytes = (...parts: (string | number)[]) =>
    Uint8Array.from(
      parts.flatMap((part) => (typeof part === 'number' ? part : Array.from(part, (c) => c.charCodeAt(0)))),
    )

  it.each([
    ['png', bytes(0x89, 'PNG\r\n', 0x1a, '\n')],
    ['jpg', bytes(0xff, 0xd8, 0xff, 0xe0)],
    ['webp', bytes('RIFF', 0, 0, 0, 0, 'WEBPVP8 ')],
  ])('knows a %s by its bytes', (extension, picture) => expect(sniff(picture)?.extension).toBe(extension))

  it.each([['<!doctype html>'], ['GIF89a'], [''], ['RIFF....WAVE']])('refuses %j', (text) =>
    expect(sniff(bytes(text))).toBeUndefined(),
  )
})
