import { readOrientation, writeOrientation } from './orientation.ts'
import { bytesOf, checkPieces, cut, join, latin1, viewOf, type Cleaned } from './parts.ts'

interface Chunk {
  readonly type: string
  readonly data: Uint8Array
}

const [HAS_PROFILE, HAS_ALPHA, HAS_EXIF] = [0x20, 0x10, 0x08]

/** A WebP's own chunks up to its end. @throws RangeError when it is cut short, Error when it is no sound still picture */
export function cleanWebp(bytes: Uint8Array): Cleaned {
  const chunks = readChunks(cut(bytes, 12, 8 + viewOf(bytes).getUint32(4, true)))
  const named = (wanted: string) => chunks.find(({ type }) => type === wanted)?.data
  if (named('ANIM') || named('ANMF')) throw new Error('it is animated')
  const pictures = chunks.filter(({ type }) => type === 'VP8 ' || type === 'VP8L')
  const [picture] = pictures
  if (!picture || pictures.length > 1) throw malformed()
  const size = picture.type === 'VP8 ' ? lossySize(picture.data) : losslessSize(picture.data)
  const extended = named('VP8X')
  if (!extended) {
    if (chunks[0] !== picture) throw malformed()
    return { ...size, parts: container([picture]) }
  }
  if (chunks[0]!.type !== 'VP8X' || extended.length !== 10 || !isCanvas(extended, size)) throw malformed()
  const orientation = readOrientation(withoutPrefix(named('EXIF') ?? new Uint8Array()))
  const [profile, alpha] = [named('ICCP'), named('ALPH')]
  const flags = (profile ? HAS_PROFILE : 0) | (extended[0]! & HAS_ALPHA) | (orientation === undefined ? 0 : HAS_EXIF)
  return {
    ...size,
    parts: container([
      { type: 'VP8X', data: join([Uint8Array.of(flags, 0, 0, 0), extended.subarray(4)]) },
      ...(profile ? [{ type: 'ICCP', data: profile }] : []),
      ...(alpha ? [{ type: 'ALPH', data: alpha }] : []),
      picture,
      ...(orientation === undefined ? [] : [{ type: 'EXIF', data: writeOrientation(orientation) }]),
    ]),
  }
}

function readChunks(body: Uint8Array): readonly Chunk[] {
  const view = viewOf(body)
  const chunks: Chunk[] = []
  for (let at = 0; at < body.length;) {
    const length = view.getUint32(at + 4, true)
    checkPieces(chunks.length + 1)
    chunks.push({ type: latin1(body.subarray(at, at + 4)), data: cut(body, at + 8, at + 8 + length) })
    at += 8 + length + (length % 2)
  }
  return chunks
}

function container(chunks: readonly Chunk[]): readonly Uint8Array[] {
  const body = chunks.flatMap(({ type, data }) => [
    bytesOf(type),
    littleEndian(data.length),
    data,
    new Uint8Array(data.length % 2),
  ])
  return [
    bytesOf('RIFF'),
    littleEndian(4 + body.reduce((sum, { length }) => sum + length, 0)),
    bytesOf('WEBP'),
    ...body,
  ]
}

/** A VP8 key frame; its first partition must fit. */
function lossySize(data: Uint8Array) {
  const view = viewOf(data)
  const tag = view.getUint8(0) | (view.getUint8(1) << 8) | (view.getUint8(2) << 16)
  if (tag & 1 || view.getUint16(3) !== 0x9d01 || view.getUint8(5) !== 0x2a) throw malformed()
  cut(data, 0, 10 + (tag >> 5))
  return { width: view.getUint16(6, true) & 0x3fff, height: view.getUint16(8, true) & 0x3fff }
}

function losslessSize(data: Uint8Array) {
  const view = viewOf(data)
  const bits = view.getUint32(1, true)
  if (view.getUint8(0) !== 0x2f || bits >>> 29 !== 0) throw malformed()
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
}

/** Whether the extended header speaks of a canvas of exactly this size. */
function isCanvas(extended: Uint8Array, { width, height }: { width: number; height: number }): boolean {
  const at = (index: number) => (extended[index]! | (extended[index + 1]! << 8) | (extended[index + 2]! << 16)) + 1
  return at(4) === width && at(7) === height
}

/** Some programs write JPEG's prefix here, too. */
const withoutPrefix = (exif: Uint8Array) => (latin1(exif.subarray(0, 6)) === 'Exif\0\0' ? exif.subarray(6) : exif)

function littleEndian(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  viewOf(bytes).setUint32(0, value, true)
  return bytes
}

const malformed = () => new Error('it is not a well-formed WebP')
