import { crc32 } from './crc32.ts'
import { readOrientation, writeOrientation } from './orientation.ts'
import { bytesOf, checkPieces, cut, join, latin1, viewOf, type Cleaned } from './parts.ts'

/** What a decoder needs to show the same colours in the same shape. Texts, times, histograms and private chunks go. */
const KEPT = new Set('IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV mDCv cLLI cLLi bKGD pHYs'.split(' '))
const ANIMATION = new Set(['acTL', 'fcTL', 'fdAT'])

/** A PNG's own chunks up to its end. @throws RangeError when it is cut short, Error when it is no sound still picture */
export function cleanPng(bytes: Uint8Array): Cleaned {
  const view = viewOf(bytes)
  const parts: Uint8Array[] = [cut(bytes, 0, 8)]
  let [last, pixels] = ['', false]
  for (let [at, count] = [8, 1]; last !== 'IEND'; count += 1) {
    checkPieces(count)
    const length = view.getUint32(at)
    const chunk = cut(bytes, at, at + 12 + length)
    const type = latin1(chunk.subarray(4, 8))
    at += chunk.length
    check(type, chunk, { last, pixels })
    last = type
    pixels ||= type === 'IDAT'
    if (KEPT.has(type)) parts.push(chunk)
    else if (type === 'eXIf') parts.push(...turned(chunk.subarray(8, -4)))
  }
  if (!pixels) throw new Error('it holds no pixels')
  return { width: view.getUint32(16), height: view.getUint32(20), parts }
}

/** `last`: the type of the chunk before, '' at the start; `pixels`: whether some have come. */
function check(type: string, chunk: Uint8Array, { last, pixels }: { last: string; pixels: boolean }): void {
  if (ANIMATION.has(type)) throw new Error('it is animated')
  const foreign = !/^[A-Za-z]{4}$/.test(type) || (/^[A-Z]/.test(type) && !KEPT.has(type))
  const misplaced = last === '' ? type !== 'IHDR' || !isHeader(chunk.subarray(8, -4)) : type === 'IHDR'
  const torn = type === 'IDAT' && pixels && last !== 'IDAT'
  if (foreign || misplaced || torn) throw new Error('it is not a well-formed PNG')
  if (KEPT.has(type) && crc32(chunk.subarray(4, -4)) !== viewOf(chunk).getUint32(chunk.length - 4))
    throw new Error('it is damaged')
}

/** Bit depths by colour type: greys, colours, palette, both with alpha. */
const DEPTHS = [[1, 2, 4, 8, 16], [], [8, 16], [1, 2, 4, 8], [8, 16], [], [8, 16]]

const isHeader = (data: Uint8Array) =>
  data.length === 13 &&
  DEPTHS[data[9]!]?.includes(data[8]!) === true &&
  data[10] === 0 &&
  data[11] === 0 &&
  data[12]! < 2

function turned(exif: Uint8Array): readonly Uint8Array[] {
  const orientation = readOrientation(exif)
  return orientation === undefined ? [] : [toChunk('eXIf', writeOrientation(orientation))]
}

function toChunk(type: string, data: Uint8Array): Uint8Array {
  const [length, body, sum] = [new Uint8Array(4), join([bytesOf(type), data]), new Uint8Array(4)]
  viewOf(length).setUint32(0, data.length)
  viewOf(sum).setUint32(0, crc32(body))
  return join([length, body, sum])
}
