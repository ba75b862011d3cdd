/** Red, green and blue in linear light; 1 is white, a lamp may be brighter. */
export type Rgb = [number, number, number]

/** A colour from its sRGB number, such as 0xf8cf9e. */
export function rgb(hex: number): Rgb {
  return [linear((hex >> 16) & 255), linear((hex >> 8) & 255), linear(hex & 255)]
}

const linear = (byte: number): number => (byte / 255) ** 2.2

/** Moves `out` towards `color`: 0 leaves it, 1 replaces it. */
export function blend(out: Rgb, color: Rgb, amount: number): void {
  out[0] += (color[0] - out[0]) * amount
  out[1] += (color[1] - out[1]) * amount
  out[2] += (color[2] - out[2]) * amount
}

/** Adds light. */
export function glow(out: Rgb, color: Rgb, amount: number): void {
  out[0] += color[0] * amount
  out[1] += color[1] * amount
  out[2] += color[2] * amount
}

export function scale(out: Rgb, amount: number): void {
  out[0] *= amount
  out[1] *= amount
  out[2] *= amount
}

export function set(out: Rgb, color: Rgb): void {
  out[0] = color[0]
  out[1] = color[1]
  out[2] = color[2]
}

export const mixed = (a: Rgb, b: Rgb, amount: number): Rgb => [
  a[0] + (b[0] - a[0]) * amount,
  a[1] + (b[1] - a[1]) * amount,
  a[2] + (b[2] - a[2]) * amount,
]

export const clamp = (x: number): number => (x < 0 ? 0 : x > 1 ? 1 : x)

/** 0 below `from`, 1 above `to`, smooth between; falls when `from` is the greater. */
export function step(from: number, to: number, x: number): number {
  const t = clamp((x - from) / (to - from))
  return t * t * (3 - 2 * t)
}
