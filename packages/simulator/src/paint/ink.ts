import type { Rgb } from './color.ts'
import { blend, clamp, mixed, rgb, scale, set, step } from './color.ts'
import type { Field } from './field.ts'
import { shadeAll } from './field.ts'
import { words, type Look, type Scene } from './scene.ts'

const INKS: [[number, number, number], ...[number, number, number][]] = [
  [0x1f4fd0, 0x0a1f66, 0xd9482b],
  [0x15807e, 0x06343d, 0xe2a13a],
  [0xc23a5a, 0x4c0d34, 0x2b4fa8],
  [0x5a3fb0, 0x1d1454, 0xe86f4a],
  [0x3a4450, 0x0e1216, 0xb3261e],
]

/** Ink let into water over white paper, caught while it unfolds. */
export const ink: Scene = {
  words: words(
    'ink abstract smoke fluid swirl watercolor watercolour logo pattern dream portrait dance',
    '墨 抽象 水彩 烟 图案 水墨 梦 舞',
  ),
  exposure: 0.92,
  vignette: 0.22,
  grain: 0.022,
  paint,
}

function* paint(field: Field, { aspect, random, noise }: Look): Iterable<void> {
  const [wash, core, accent] = random.pick(INKS).map(rgb) as [Rgb, Rgb, Rgb]
  const paper = mixed(rgb(0xf6f2e8), wash, 0.03)
  const shift = random.between(0, 50)
  const turn = random.between(0, Math.PI * 2)
  const cos = Math.cos(turn)
  const sin = Math.sin(turn)
  const middle = { x: aspect * random.between(0.4, 0.6), y: random.between(0.42, 0.58) }
  const size = Math.min(aspect, 1) * random.between(0.95, 1.15)

  yield* shadeAll(field, (x, y, out) => {
    const px = ((x - middle.x) * cos + (y - middle.y) * sin) / size
    const py = ((y - middle.y) * cos - (x - middle.x) * sin) / size
    // Three times over, each fold moves the place where the next one is read.
    const ax = noise.fbm(px * 1.5 + shift, py * 1.5, 4) - 0.5
    const ay = noise.fbm(px * 1.5 + 31, py * 1.5 + shift, 4) - 0.5
    const bx = noise.fbm(px * 1.7 + ax * 4.4 + 11, py * 1.7 + ay * 4.4, 4) - 0.5
    const by = noise.fbm(px * 1.7 + ax * 4.4, py * 1.7 + ay * 4.4 + 23, 4) - 0.5
    const fold = noise.fbm(px * 1.4 + bx * 3.6 + shift, py * 1.9 + by * 3.6, 5)
    const body = 1.02 - 2.5 * Math.hypot(px * 0.78 + ax * 0.75 + bx * 0.3, py * 1.25 + ay * 0.75 + by * 0.3)
    const dense = clamp(body * 0.62 + (fold - 0.46) * 2.3 + 0.1)
    const thread = step(0.06, 0, Math.abs(fold - 0.5)) * step(-0.1, 0.35, body)

    const fiber = noise.fbm(x * 70, y * 70, 2) * 0.5 + noise.fbm(x * 260, y * 26, 2) * 0.5
    set(out, paper)
    scale(out, 0.955 + 0.075 * fiber)
    soak(out, wash, dense * 1.5 + thread * 0.22)
    soak(out, core, step(0.42, 1.02, dense + bx * 0.6) * 2.1)
    const spark = step(0.18, 0.42, bx * 1.4 + by * 0.9 + 0.08) * step(0.1, 0.6, dense)
    blend(out, accent, spark * 0.82)
    soak(out, core, thread * dense * 0.55)
    // Ink is pushed to the rim before it dries.
    const rim = step(0, 0.05, dense) * step(0.15, 0.05, dense)
    soak(out, wash, rim * 0.13)
  })
}

/** Light goes through ink as through a filter: twice as much ink, twice as dark. */
function soak(out: Rgb, color: Rgb, amount: number): void {
  for (let c = 0; c < 3; c++) out[c] = out[c]! * Math.max(color[c]!, 0.004) ** (amount * 0.62)
}
