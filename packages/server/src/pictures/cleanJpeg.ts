import { readOrientation, writeOrientation } from './orientation.ts'
import { bytesOf, checkPieces, cut, join, latin1, viewOf, type Cleaned } from './parts.ts'

const END = 0xd9
const SCAN = 0xda
/** Baseline, extended and progressive: what browsers show. */
const FRAMES = new Set([0xc0, 0xc1, 0xc2])
/** Huffman tables, quantisation tables, restart interval. */
const TABLES = new Set([0xc4, 0xdb, 0xdd])

/** A JPEG's own segments up to its end. @throws RangeError when it is cut short, Error when it is no sound picture */
export function cleanJpeg(bytes: Uint8Array): Cleaned {
  const view = viewOf(bytes)
  const parts: Uint8Array[] = [cut(bytes, 0, 2)]
  let size: { readonly width: number; readonly height: number } | undefined
  let [scanned, turns] = [false, false]
  for (let [at, count] = [2, 1]; ; count += 1) {
    checkPieces(count)
    if (view.getUint8(at) !== 0xff) throw malformed()
    while (view.getUint8(at) === 0xff) at += 1
    const marker = view.getUint8(at)
    if (marker === END) break
    const length = view.getUint16(at + 1)
    if (length < 2) throw malformed()
    const body = cut(bytes, at + 3, at + 1 + length)
    at += 3 + body.length
    if (FRAMES.has(marker)) {
      if (size || body.length < 9) throw malformed()
      size = { height: viewOf(body).getUint16(1), width: viewOf(body).getUint16(3) }
    }
    if (FRAMES.has(marker) || TABLES.has(marker)) parts.push(segment(marker, body))
    else if (marker === SCAN) {
      if (!size) throw malformed()
      const end = endOfScan(bytes, at)
      parts.push(segment(marker, body), bytes.subarray(at, end))
      at = end
      scanned = true
    } else if (marker === 0xe1 && !turns) {
      const exif = exifOf(body)
      turns = exif.length > 0
      parts.push(...exif)
    } else parts.push(...application(marker, body))
  }
  if (!size || !scanned) throw malformed()
  parts.push(Uint8Array.of(0xff, END))
  return { ...size, parts }
}

/** Of the segments that programs add: JFIF without its thumbnail, the colour profile, and how the colours are coded. */
function application(marker: number, body: Uint8Array): readonly Uint8Array[] {
  if (marker === 0xfe || (marker >= 0xe0 && marker <= 0xef)) {
    const starts = (name: string) => latin1(body.subarray(0, name.length)) === name
    if (marker === 0xe0 && starts('JFIF\0') && body.length >= 12)
      return [segment(marker, join([body.subarray(0, 12), Uint8Array.of(0, 0)]))]
    if (marker === 0xe2 && starts('ICC_PROFILE\0')) return [segment(marker, body)]
    return marker === 0xee && starts('Adobe') ? [segment(marker, body.subarray(0, 12))] : []
  }
  throw malformed()
}

function exifOf(body: Uint8Array): readonly Uint8Array[] {
  if (latin1(body.subarray(0, 6)) !== EXIF) return []
  const orientation = readOrientation(body.subarray(6))
  return orientation === undefined ? [] : [segment(0xe1, join([bytesOf(EXIF), writeOrientation(orientation)]))]
}

const EXIF = 'Exif\0\0'

function segment(marker: number, body: Uint8Array): Uint8Array {
  const head = Uint8Array.of(0xff, marker, 0, 0)
  viewOf(head).setUint16(2, body.length + 2)
  return join([head, body])
}

/** Where the next marker stands; restarts and stuffed bytes are part of the scan. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1]!
    if (next !== 0x00 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at
  }
  throw new RangeError('cut short')
}

const malformed = () => new Error('it is not a well-formed JPEG')
