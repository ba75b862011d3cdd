import { viewOf } from './parts.ts'

/** How a picture must be turned to be seen upright, by EXIF: 2 to 8. 1 turns nothing and is not worth a byte. */
export type Orientation = number

const TAG = 0x0112
const SHORT = 3

/** The orientation in a block of EXIF (a TIFF, without any prefix); undefined where there is none that turns anything. */
export function readOrientation(tiff: Uint8Array): Orientation | undefined {
  try {
    const view = viewOf(tiff)
    const order = view.getUint16(0)
    if (order !== 0x4949 && order !== 0x4d4d) return undefined
    const little = order === 0x4949
    if (view.getUint16(2, little) !== 42) return undefined
    const start = view.getUint32(4, little)
    const count = view.getUint16(start, little)
    for (let entry = start + 2; entry < start + 2 + count * 12; entry += 12) {
      if (view.getUint16(entry, little) !== TAG || view.getUint16(entry + 2, little) !== SHORT) continue
      const value = view.getUint16(entry + 8, little)
      return value >= 2 && value <= 8 ? value : undefined
    }
    return undefined
  } catch {
    return undefined
  }
}

/** A block of EXIF that says nothing but the orientation. */
export function writeOrientation(orientation: Orientation): Uint8Array {
  const tiff = new Uint8Array(26)
  const view = viewOf(tiff)
  view.setUint16(0, 0x4d4d)
  view.setUint16(2, 42)
  view.setUint32(4, 8)
  view.setUint16(8, 1)
  view.setUint16(10, TAG)
  view.setUint16(12, SHORT)
  view.setUint32(14, 1)
  view.setUint16(18, orientation)
  return tiff
}
