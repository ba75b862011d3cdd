import type { Rgb } from './color.ts'
import type { Field } from './field.ts'

export interface Terrain {
  /** Where one stands: metres, y upwards, looking towards +z. */
  readonly eye: { readonly x: number; readonly y: number; readonly z: number }
  /** Height of the horizon in the picture, 0 at the bottom to 1. */
  readonly horizon: number
  /** Greater is narrower. @default 1.4 */
  readonly zoom?: number
  /** Metres to the furthest ground. */
  readonly far: number
  height(x: number, z: number): number
  shade(x: number, z: number, distance: number, out: Rgb): void
}

/**
 * Draws ground over what the field already holds, column by column from near to far, each step covering what it
 * rises above; the share of a pixel it covers is exact, so outlines are smooth.
 */
export function* drawTerrain(field: Field, terrain: Terrain): Iterable<void> {
  const { width, height, rgb } = field
  const { eye, far } = terrain
  const zoom = (terrain.zoom ?? 1.4) * height
  const middle = (1 - terrain.horizon) * height
  const color: Rgb = [0, 0, 0]
  for (let column = 0; column < width; column++) {
    const slope = (column + 0.5 - width / 2) / zoom
    let top = height
    let z = 0.6
    while (z < far && top > 0) {
      const x = eye.x + slope * z
      const ground = terrain.height(x, eye.z + z)
      const row = middle + ((eye.y - ground) / z) * zoom
      if (row < top) {
        terrain.shade(x, eye.z + z, z, color)
        const upper = Math.max(row, 0)
        for (let y = Math.floor(upper); y < top; y++) {
          const share = Math.min(y + 1, top) - Math.max(y, upper)
          const i = (y * width + column) * 3

          rgb[i] = rgb[i]! + (color[0] - rgb[i]!) * share
          rgb[i + 1] = rgb[i + 1]! + (color[1] - rgb[i + 1]!) * share
          rgb[i + 2] = rgb[i + 2]! + (color[2] - rgb[i + 2]!) * share
        }
        top = upper
      }
      z += 0.012 + z * z * 0.00016 + z * 0.0035
    }
    if (column % 16 === 15) yield
  }
}
