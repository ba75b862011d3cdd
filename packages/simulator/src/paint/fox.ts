import type { Rgb } from './color.ts'
import { blend, clamp, mixed, rgb, scale, step } from './color.ts'
import type { Field } from './field.ts'
import { shadeAll } from './field.ts'
import type { Noise } from './noise.ts'

interface Fox {
  /** Where it sits, as `shadeAll` counts. */
  x: number
  y: number
  tall: number
  /** The way it looks: 1 to the right. */
  facing: 1 | -1
  light: Rgb
  shade: Rgb
  /** 1 by day. */
  dim: number
  noise: Noise
}

const FUR = rgb(0xd9662a)
const DARK = rgb(0x2a1712)
const WHITE = rgb(0xf6ece0)

/** A fox that sits in the snow and looks aside, and the shadow it throws. */
export function* drawFox(field: Field, fox: Fox): Iterable<void> {
  const soft = 1.4 / field.height / fox.tall
  yield* shadeAll(field, (px, py, out) => {
    let x = ((px - fox.x) / fox.tall) * fox.facing
    let y = (py - fox.y) / fox.tall
    if (Math.abs(x) > 1.2 || y < -0.3 || y > 1.25) return
    const ground = Math.hypot((x + 0.1) * 0.85, (y - 0.01) * 3.6)
    blend(out, mixed(fox.shade, DARK, 0.25), 0.6 * step(0.62, 0.12, ground) * step(0.1, -0.05, y))
    // Fur breaks every outline a little.
    const ruffle = (fox.noise.fbm(x * 17, y * 13, 3) - 0.5) * 0.045
    x += ruffle
    y += ruffle * 0.6
    const tail = brush(x, y)
    const body = Math.min(
      egg(x + 0.08, y - 0.3, 0.245, 0.33, 0.25),
      egg(x + 0.17, y - 0.17, 0.25, 0.19, 0),
      egg(x - 0.075, y - 0.46, 0.155, 0.27, -0.1),
    )
    const legs = Math.min(
      egg(x - 0.15, y - 0.2, 0.058, 0.24, -0.02),
      egg(x - 0.055, y - 0.19, 0.055, 0.22, 0.03),
      egg(x - 0.18, y - 0.015, 0.075, 0.038, 0),
    )
    const hx = x - 0.13
    const hy = y - 0.795
    const head = Math.min(egg(hx, hy, 0.165, 0.135, 0), egg(hx - 0.15, hy + 0.045, 0.135, 0.058, -0.16))
    const ears = Math.min(ear(hx + 0.085, hy - 0.075, -0.18), ear(hx - 0.055, hy - 0.08, 0.16))
    const strands = 0.78 + 0.44 * fox.noise.fbm(x * 11 + y * 5, y * 34 - x * 15, 3)
    const lit = 0.62 + 0.5 * clamp(0.5 + (y - 0.35) * 0.8 - x * 0.35)

    layer(tail, mixed(FUR, WHITE, step(0.2, 0.36, x + y * 0.4 + ruffle * 3)), 0.94)
    layer(body, mixed(FUR, DARK, 0.22 * step(0.3, 0, y)), 1)
    layer(Math.max(body, egg(x - 0.17, y - 0.44, 0.1, 0.24, -0.12)), WHITE, 0.95)
    layer(legs, mixed(FUR, DARK, step(0.24, 0.1, y)), 0.9)
    layer(ears, mixed(FUR, DARK, step(0.1, 0.2, hy - 0.02)), 0.95)
    layer(head, FUR, 1.06)
    layer(Math.max(head, egg(hx - 0.1, hy + 0.1, 0.19, 0.082, -0.2)), WHITE, 1)
    layer(egg(hx - 0.285, hy + 0.02, 0.024, 0.02, 0), DARK, 0.4)
    layer(egg(hx - 0.062, hy - 0.018, 0.023, 0.019, 0.5), DARK, 0.25)

    function layer(distance: number, color: Rgb, tone: number): void {
      const cover = step(soft, -soft, distance)
      if (cover <= 0) return
      const shown: Rgb = [color[0], color[1], color[2]]
      const edge = step(-0.07, 0, distance)
      scale(shown, lit * tone * strands * (1 - 0.28 * edge) * fox.dim * 1.05)
      blend(shown, fox.light, 0.2 * step(-0.035, 0, distance) * step(0.1, 0.6, y) * fox.dim)
      blend(shown, fox.shade, 0.12)
      blend(out, shown, cover)
    }
  })
}

/** About the distance to an ellipse with half axes `a` and `b`, leaning by `turn` radians. */
function egg(x: number, y: number, a: number, b: number, turn: number): number {
  const c = Math.cos(turn)
  const s = Math.sin(turn)
  const k = Math.hypot((x * c + y * s) / a, (y * c - x * s) / b)
  return (k - 1) * Math.min(a, b)
}

function ear(x: number, y: number, lean: number): number {
  const at = x - y * lean
  return Math.max(Math.abs(at) - 0.066 * (1 - clamp(y / 0.2)) ** 0.8, -0.05 - y, y - 0.2)
}

/** The tail, laid round the feet: a thick stroke along a curve. */
function brush(x: number, y: number): number {
  let near = 9
  for (let i = 0; i <= 12; i++) {
    const t = i / 12
    const cx = -0.34 + 0.78 * t
    const cy = 0.1 - 0.1 * Math.sin(t * Math.PI * 0.9) + 0.05 * t
    near = Math.min(
      near,
      Math.hypot(x - cx, y - cy) - (0.045 + 0.075 * Math.sin(Math.min(t * 1.15, 1) * Math.PI * 0.86)),
    )
  }
  return near
}
