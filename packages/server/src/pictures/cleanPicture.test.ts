import { deflateSync } from 'node:zlib'
import { isLimnError, sniffPicture } from '@limn/core'
import * as fc from 'fast-check'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { cleanPicture } from './cleanPicture.ts'
import { crc32 } from './crc32.ts'

const SECRET = 'CANARY of 48.8584 N'
const pixels = Buffer.from(Array.from({ length: 37 * 23 * 3 }, (_, index) => (index * 7 + (index % 11) * 13) & 255))
const source = () => sharp(pixels, { raw: { width: 37, height: 23, channels: 3 } })

/** A picture that tells as much as a camera's: EXIF with GPS, XMP, IPTC where there is a place for it, a profile. */
const talkative = () =>
  source()
    .withExif({ IFD0: { Copyright: SECRET, Make: SECRET }, IFD3: { GPSAreaInformation: SECRET } })
    .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>${SECRET}</a></x:xmpmeta>`)
    .withIccProfile('p3')

const PICTURES: Readonly<Record<string, () => Promise<Buffer>>> = {
  png: () => talkative().png().toBuffer(),
  'png with a palette': () => talkative().png({ palette: true }).toBuffer(),
  'png, interlaced': () => talkative().png({ progressive: true }).toBuffer(),
  'png of 16 bits': () => talkative().toColourspace('rgb16').png().toBuffer(),
  jpeg: () => talkative().jpeg().toBuffer(),
  'jpeg, progressive': () => talkative().jpeg({ progressive: true, quality: 97 }).toBuffer(),
  'jpeg in cmyk': () =>
    source()
      .toColourspace('cmyk')
      .withExif({ IFD0: { Copyright: SECRET } })
      .jpeg()
      .toBuffer(),
  webp: () => talkative().webp().toBuffer(),
  'webp, lossless': () => talkative().webp({ lossless: true }).toBuffer(),
  'webp with alpha': () => talkative().ensureAlpha(0.4).webp({ alphaQuality: 80 }).toBuffer(),
  'webp without a header of its own': () => source().webp().toBuffer(),
}
const each = Object.entries(PICTURES)

const raw = async (bytes: Uint8Array) => (await sharp(bytes).raw().toBuffer()).toString('base64')
const refusal = (bytes: Uint8Array) => {
  try {
    const { type }: { type: string } = cleanPicture(bytes)
    return type
  } catch (error) {
    return `${(error as { code?: string }).code}: ${(error as Error).message}`
  }
}

describe('a picture is told from its bytes', () => {
  it.each(each)('%s: type, size, the same pixels, nothing else', async (name, make) => {
    const bytes = await make()
    expect(bytes.includes('CANARY')).toBe(!name.endsWith('of its own'))
    const clean = cleanPicture(bytes)
    expect(clean).toMatchObject({ type: `image/${name.split(/[ ,]/)[0]}`, width: 37, height: 23 })
    expect(await raw(clean.bytes)).toBe(await raw(bytes))
    const [before, after] = await Promise.all([sharp(bytes).metadata(), sharp(clean.bytes).metadata()])
    expect([after.exif, after.xmp, after.iptc, after.comments]).toEqual([undefined, undefined, undefined, undefined])
    expect(after.icc?.toString('base64')).toBe(before.icc?.toString('base64'))
    expect(Buffer.from(clean.bytes).toString('latin1')).not.toMatch(/CANARY|xmpmeta/)
    expect(cleanPicture(clean.bytes).bytes).toEqual(clean.bytes)
  })

  it.each(['png', 'jpeg', 'webp'] as const)('%s: how it must be turned is all that stays of EXIF', async (format) => {
    const bytes = await source()
      .withExif({ IFD0: { Copyright: SECRET } })
      .withMetadata({ orientation: 6 })
      .toFormat(format)
      .toBuffer()
    const clean = cleanPicture(bytes)
    const { orientation, exif } = await sharp(clean.bytes).metadata()
    expect(orientation).toBe(6)
    expect(exif!.length).toBeLessThanOrEqual(32)
    const upright = (picture: Uint8Array) => sharp(picture).autoOrient().raw().toBuffer({ resolveWithObject: true })
    expect((await upright(clean.bytes)).info).toMatchObject({ width: 23, height: 37 })
    expect((await upright(clean.bytes)).data.equals((await upright(bytes)).data)).toBe(true)
  })

  it.each(each)('%s: what is behind its end is cut off', async (_, make) => {
    const bytes = await make()
    const longer = Buffer.concat([bytes, Buffer.from(`<script>${SECRET}</script>`)])
    expect(cleanPicture(longer).bytes).toEqual(cleanPicture(bytes).bytes)
  })

  it.each(each)('%s: cut short anywhere, it is refused', async (_, make) => {
    const bytes = await make()
    for (let length = 12; length < bytes.length; length += 1 + Math.floor(bytes.length / 97))
      expect(refusal(bytes.subarray(0, length))).toMatch(/^reference_refused/)
  })

  it.each(each)(
    '%s: however it is damaged, it is refused or stays a picture, and never takes long',
    async (_, make) => {
      const bytes = await make()
      for (let at = 0; at < bytes.length; at += 1 + Math.floor(bytes.length / 211)) {
        const broken = Buffer.from(bytes)
        broken[at] = broken[at]! ^ 0xff
        expect(refusal(broken)).toMatch(/^(reference_refused|image\/)/)
      }
    },
  )
})

describe('a picture that somebody has tampered with', () => {
  /** Cut out, written over, repeated, or run into another one. */
  const tamper = fc.record({
    how: fc.constantFrom('cut', 'write', 'repeat', 'append'),
    at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    size: fc.nat(200),
    bytes: fc.oneof(fc.uint8Array({ minLength: 1, maxLength: 8 }), fc.constant(Uint8Array.of(255, 255, 255, 255))),
    other: fc.nat(each.length - 1),
  })
  type Tampering = typeof tamper extends fc.Arbitrary<infer T> ? T : never

  function tampered(file: Buffer, { how, at, size, bytes, other }: Tampering, files: readonly Buffer[]): Buffer {
    const from = Math.floor(at * file.length)
    const [before, after] = [file.subarray(0, from), file.subarray(from)]
    if (how === 'cut') return Buffer.concat([before, after.subarray(size)])
    if (how === 'write') return Buffer.concat([before, bytes, after.subarray(bytes.length)])
    if (how === 'repeat') return Buffer.concat([before, after.subarray(0, size), after])
    return Buffer.concat([file, files[other]!.subarray(size)])
  }
  /** Anything but a refusal is a fault. */
  function unlessRefused(file: Uint8Array) {
    try {
      return cleanPicture(file)
    } catch (error) {
      if (isLimnError(error, 'reference_refused')) return undefined
      throw error
    }
  }
  const decoded = (bytes: Uint8Array) =>
    sharp(bytes, { failOn: 'error' })
      .raw()
      .toBuffer()
      .catch(() => undefined)

  it('is refused, or shows what it showed and tells nothing beside', async () => {
    const files = await Promise.all(each.map(([, make]) => make()))
    let taken = 0
    const holds = fc.asyncProperty(
      fc.nat(files.length - 1),
      fc.array(tamper, { maxLength: 3 }),
      async (which, steps) => {
        const file = steps.reduce((whole, step) => tampered(whole, step, files), files[which]!)
        const clean = unlessRefused(file)
        if (!clean) return
        taken += 1
        expect(cleanPicture(clean.bytes).bytes).toEqual(clean.bytes)
        const shown = await decoded(file)
        if (!shown) return
        expect((await decoded(clean.bytes))?.equals(shown)).toBe(true)
        const { exif = Buffer.alloc(0), xmp, iptc, comments } = await sharp(clean.bytes).metadata()
        expect([xmp, iptc, comments, exif.includes('CANARY')]).toEqual([undefined, undefined, undefined, false])
      },
    )
    await fc.assert(holds, { numRuns: 300 })
    expect(taken).toBeGreaterThan(20)
  })
})

describe('what is no picture', () => {
  it.each([
    ['svg', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['html', '<!doctype html><script>alert(1)</script>'],
    ['gif', 'GIF89a\u0001\u0000\u0001\u0000\u0000\u0000\u0000;'],
    ['avif', '\0\0\0\u0020ftypavif\0\0\0\0'],
    ['nothing', ''],
    ['sound', 'RIFF\u0010\0\0\0WAVEfmt '],
  ])('%s is refused', (_, text) => {
    const bytes = Buffer.from(text, 'latin1')
    expect(sniffPicture(bytes)).toBeUndefined()
    expect(refusal(bytes)).toMatch(/^reference_refused: .*not a PNG/)
  })
})

describe('odd pictures', () => {
  const chunk = (type: string, data: Uint8Array) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, sum])
  }
  const png = (width: number, height: number, ...more: Buffer[]) => {
    const header = Buffer.alloc(13)
    header.writeUInt32BE(width, 0)
    header.writeUInt32BE(height, 4)
    header.set([8, 0, 0, 0, 0], 8)
    const rows = Buffer.alloc(Math.min(4096, (width + 1) * height))
    return Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      chunk('IHDR', header),
      ...more,
      chunk('IDAT', deflateSync(rows)),
      chunk('IEND', Buffer.alloc(0)),
    ])
  }

  it('H09 one of 0 × 0 is refused, one of 1 × 1 taken, one of 100 megapixels measured', () => {
    expect(refusal(png(0, 0))).toMatch(/no pixels/)
    expect(cleanPicture(png(1, 1))).toMatchObject({ width: 1, height: 1 })
    expect(cleanPicture(png(10_000, 10_000))).toMatchObject({ width: 10_000, height: 10_000 })
  })

  it.each([
    ['png', (count: number) => png(1, 1, Buffer.alloc(12 * count, chunk('tIME', Buffer.alloc(0))))],
    [
      'jpeg',
      (count: number) =>
        Buffer.concat([Buffer.from('ffd8', 'hex'), Buffer.alloc(4 * count, Buffer.from('ffdb0002', 'hex'))]),
    ],
    [
      'webp',
      (count: number) => {
        const body = Buffer.concat([Buffer.from('WEBP'), Buffer.alloc(8 * count, Buffer.from('abcd\0\0\0\0'))])
        const length = Buffer.alloc(4)
        length.writeUInt32LE(body.length)
        return Buffer.concat([Buffer.from('RIFF'), length, body])
      },
    ],
  ])('a %s in very many pieces is refused, before they fill the memory', (_, make) => {
    expect(refusal(make(1000))).not.toMatch(/too many pieces/)
    expect(refusal(make(20_001))).toMatch(/too many pieces/)
  })

  it('a PNG’s pixels come in one row of chunks', () => {
    const data = chunk('IDAT', deflateSync(Buffer.alloc(2)))
    expect(refusal(png(1, 1, data))).toBe('image/png')
    expect(refusal(png(1, 1, data, chunk('tIME', Buffer.alloc(7))))).toMatch(/well-formed/)
  })

  it('texts, times and private chunks of a PNG go, and a critical one that nobody knows is refused', async () => {
    const noisy = png(3, 3, chunk('tEXt', Buffer.from(`a\0${SECRET}`)), chunk('prVt', Buffer.from(SECRET)))
    expect(cleanPicture(noisy).bytes).toEqual(cleanPicture(png(3, 3)).bytes)
    expect(refusal(png(3, 3, chunk('PRIV', Buffer.alloc(1))))).toMatch(/^reference_refused/)
    expect((await sharp(cleanPicture(noisy).bytes).metadata()).width).toBe(3)
  })

  it('H09 what moves is refused: only one picture would be used', async () => {
    const frames = Buffer.from(Array.from({ length: 8 * 16 * 3 }, (__, index) => (index < 192 ? 90 : 200)))
    const pages = sharp(frames, { raw: { width: 8, height: 16, channels: 3, pageHeight: 8 } })
    const moving = await pages.webp({ loop: 0, delay: [100, 100] }).toBuffer()
    expect((await sharp(moving).metadata()).pages).toBe(2)
    expect(refusal(moving)).toMatch(/animated/)
    expect(refusal(png(3, 3, chunk('acTL', Buffer.alloc(8))))).toMatch(/animated/)
  })

  it('a JPEG’s thumbnail, comment and second picture go', async () => {
    const plain = await source().jpeg().toBuffer()
    const comment = Buffer.from(SECRET)
    const thumbnail = Buffer.concat([Buffer.from('JFXX\0\u0010', 'latin1'), plain])
    const segment = (marker: number, body: Buffer) =>
      Buffer.concat([Buffer.from([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255]), body])
    const noisy = Buffer.concat([
      plain.subarray(0, 2),
      segment(0xfe, comment),
      segment(0xe0, thumbnail),
      segment(0xed, Buffer.from(`Photoshop 3.0\0${SECRET}`)),
      plain.subarray(2),
      plain,
    ])
    expect(cleanPicture(noisy).bytes).toEqual(cleanPicture(plain).bytes)
  })
})
