import { sizeFacts, type AnySize } from '@limn/core'

/** A shape on offer, and the sizes that have it, smallest first. */
export interface Shape {
  /** `3:2`; the size itself where its ratio is not known. */
  readonly name: string
  /** Width by height; undefined for `auto`. */
  readonly ratio: number | undefined
  readonly sizes: readonly AnySize[]
}

/** The sizes grouped by shape, in the order given, what has no shape last. */
export function shapesOf(sizes: readonly AnySize[]): readonly Shape[] {
  const names = [...new Set(sizes.toSorted((a, b) => Number(!ratioOf(a)) - Number(!ratioOf(b))).map(shapeName))]
  return names.map((name) => {
    const same = sizes.filter((size) => shapeName(size) === name)
    return { name, ratio: ratioOf(same[0] ?? name), sizes: same.toSorted((a, b) => area(a) - area(b)) }
  })
}

/** What a size is called on a chip. */
export const shapeName = (size: AnySize): string => sizeFacts(size).ratio ?? size

/** Width by height, also of a size that the catalogue does not know; undefined for `auto`. */
export function ratioOf(size: AnySize): number | undefined {
  const { width, height } = pixelsOf(size)
  return width && height ? width / height : undefined
}

/** `1536 × 1024`; undefined for `auto`. */
export function pixelText(size: AnySize): string | undefined {
  const { width, height } = pixelsOf(size)
  return width && height ? `${width} × ${height}` : undefined
}

/** HD, or 4K from 3,200 pixels on. */
export const resolutionName = (size: AnySize): string => {
  const { width = 0, height = 0 } = pixelsOf(size)
  return Math.max(width, height) >= 3200 ? '4K' : 'HD'
}

const area = (size: AnySize): number => {
  const { width = 0, height = 0 } = pixelsOf(size)
  return width * height
}

function pixelsOf(size: AnySize): { width?: number; height?: number } {
  const [, width, height] = /^(\d+)x(\d+)$/.exec(size) ?? []
  return width && height ? { width: Number(width), height: Number(height) } : {}
}
