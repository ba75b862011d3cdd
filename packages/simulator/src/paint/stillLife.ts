import { blend, clamp, glow, mixed, rgb, scale, set, step, type Rgb } from './color.ts'
import type { Field } from './field.ts'
import { sample, shadeAll, createField } from './field.ts'
import { arrange, type Vessel } from './pots.ts'
import { words, type Look, type Scene } from './scene.ts'

type Palette = readonly [wall: number, table: number, light: number, ...glazes: number[]]

const PALETTES: readonly [Palette, ...Palette[]] = [
  [0xb9ab98, 0x8d7a66, 0xfff0d8, 0xe9e2d2, 0x7c9a94, 0xc48a62, 0x4c5a66, 0xd9c08a],
  [0x5f6a6c, 0x3c3a3a, 0xffe6c4, 0xd8d2c4, 0x2f4f5c, 0xb06a4a, 0x8fa39a, 0x1f2428],
  [0xc9a48c, 0x9a6a52, 0xffe0c0, 0xf0e4d4, 0xb4543c, 0x6a7f78, 0x2e3440, 0xe0b46c],
  [0x2f3438, 0x241f1d, 0xffd9a8, 0xcfc6b4, 0x6f8f7c, 0x9a4a34, 0x20262c, 0xb89a5c],
]

/** A few pots and a fruit on a table by a window, in the quiet light of a north room. */
export const stillLife: Scene = {
  words: words(
    'still bowl cup tea coffee vase bottle product ceramic pot table kitchen food fruit apple pear studio skincare perfume bag marble watch chair interior room',
    '静物 碗 杯 茶 咖啡 瓶 产品 陶 水果 桌 室内 香水 包装 椅',
  ),
  exposure: 1.05,
  vignette: 0.5,
  grain: 0.022,
  paint,
}

const TILT = 0.24

function* paint(field: Field, { aspect, random, noise }: Look): Iterable<void> {
  const [wall, table, light, ...glazes] = random.pick(PALETTES).map(rgb) as [Rgb, Rgb, Rgb, ...Rgb[]]
  const edge = random.between(0.34, 0.4)
  const side = random() < 0.5 ? -1 : 1
  const shift = random.between(0, 90)
  const vessels = arrange(random, aspect, edge, glazes as [Rgb, ...Rgb[]])
  const paneX = aspect * (0.5 - side * 0.12)
  const pixel = 1 / field.height

  yield* shadeAll(field, (x, y, out) => {
    const plaster = noise.fbm(x * 3 + shift, y * 3, 5)
    const toward = clamp(0.5 + (side * (aspect / 2 - x)) / aspect)
    if (y > edge) {
      set(out, wall)
      scale(out, (0.2 + 0.5 * toward ** 1.3) * (0.86 + 0.28 * plaster))
      // A window's light, cut by its bars and blurred by the way it came.
      const px = (x - paneX + (y - 0.72) * 0.36 * side) / 0.36
      const py = (y - 0.73) / 0.22
      const pane =
        step(1.08, 0.9, Math.abs(px)) *
        step(1.1, 0.88, Math.abs(py)) *
        step(0.02, 0.07, Math.abs(px)) *
        step(0.03, 0.09, Math.abs(py + 0.1))
      const leaves = step(0.4, 0.6, noise.fbm(x * 5 + shift, y * 5, 3))
      const warm: Rgb = [wall[0] * light[0], wall[1] * light[1], wall[2] * light[2]]
      glow(out, warm, pane * (0.35 + 0.65 * leaves) * 0.85)
    } else {
      const near = (edge - y) / edge
      const grain = noise.fbm(x * 2.2 + shift, y * 46 * (1 - 0.45 * near), 4)
      set(out, table)
      scale(out, (0.32 + 0.5 * toward) * (0.78 + 0.42 * grain) * (0.8 + 0.3 * near))
      glow(out, light, 0.05 * Math.exp(-near * 7) * toward)
    }
    scale(out, 1 - 0.35 * Math.exp(-Math.abs(y - edge) * 60))
    for (const vessel of vessels) {
      const dx = (x - vessel.x) / vessel.wide
      const dy = (y - vessel.foot) / (vessel.wide * TILT * 2)
      const round = Math.hypot(dx * 1.1, dy)
      const contact = 1 - 0.72 * step(1.25, 0.5, round)
      const along = (dx * side) / Math.max(vessel.tall / vessel.wide, 0.8)
      const cast =
        step(1.7, 0.1, along) * step(-0.2, 0.15, along) * step(0.62 + along * 0.25, 0.2, Math.abs(dy - along * 0.35))
      if (y < edge) scale(out, contact * (1 - 0.55 * cast))
    }
  })

  // The table is polished: what stands on it shows in it, faintly, before the things themselves are set down.
  const bare = createField(field.width, field.height)
  bare.rgb.set(field.rgb)
  for (const vessel of vessels) yield* shadeAll(field, (x, y, out) => stand(vessel, x, y, out))
  const mirrored: Rgb = [0, 0, 0]
  const under: Rgb = [0, 0, 0]
  const top = createField(field.width, field.height)
  top.rgb.set(field.rgb)
  yield* shadeAll(field, (x, y, out) => {
    if (y > edge) return
    for (const vessel of vessels) {
      const depth = vessel.foot - vessel.wide * TILT * vessel.form(0.02) - y
      if (depth < 0 || depth > vessel.tall * 0.7 || Math.abs(x - vessel.x) > vessel.wide) continue
      sample(top, x, y, under)
      sample(bare, x, y, mirrored)
      if (Math.hypot(under[0] - mirrored[0], under[1] - mirrored[1], under[2] - mirrored[2]) > 0.004) return
      const t = depth / vessel.tall
      const cover = step(1, 0.85, Math.abs(x - vessel.x) / (vessel.wide * vessel.form(t) + 0.0001))
      blend(out, mixed(vessel.glaze, table, 0.5).map((v) => v * 0.3) as Rgb, cover * 0.5 * Math.exp(-t * 4.5))
    }
  })

  function stand(vessel: Vessel, x: number, y: number, out: Rgb): void {
    const { wide, tall, foot, form, glaze, dip, gloss, seed } = vessel
    const dx = (x - vessel.x) / wide
    if (Math.abs(dx) > 1 || y < foot - wide || y > foot + tall + wide) return
    // Seen a little from above, each ring of the pot is an ellipse: find the highest one that covers this point.
    const at = (y - foot) / tall
    const lean = (wide * TILT) / tall
    let t = clamp(at)
    let last = t
    for (let k = 0; k < 3; k++) {
      last = t
      const inside = form(t) ** 2 - dx * dx
      t = clamp(at + lean * Math.sqrt(Math.max(inside, 0)))
    }
    // Where the search has not come to rest the point lies beside a shoulder, not on it.
    const r = Math.min(form(t), form(last))
    let cover =
      step(-pixel / wide, pixel / wide, r - Math.abs(dx)) *
      step(-1.2 * pixel, 1.2 * pixel, y - (foot - wide * TILT * Math.sqrt(Math.max(form(0.01) ** 2 - dx * dx, 0))))
    const rim = form(1)
    const mouth = Math.hypot(dx, (at - 1) / lean) / Math.max(rim, 0.01)
    if (at > 1 && mouth > 1 + (2 * pixel) / wide) cover = 0
    const rimCover = mouth < 1 ? 1 : step(1 + (2 * pixel) / (wide * rim), 1, mouth)
    if (at > 1) cover = rimCover
    if (cover <= 0) return

    const nx = clamp(Math.abs(dx) / Math.max(r, 0.001)) * Math.sign(dx)
    const slope = (form(Math.min(t + 0.02, 1)) - form(Math.max(t - 0.02, 0))) * (wide / (tall * 0.04))
    const long = Math.hypot(1, slope)
    const nz = Math.sqrt(1 - nx * nx) / long
    const facing = clamp((-nx * side * 0.78) / long + nz * 0.42 - (slope / long) * 0.35 + 0.06)
    const mottle = noise.fbm(dx * 6 + seed, t * 9, 4)
    const line = 0.58 + 0.05 * (noise.line(dx * 4 + seed) - 0.5) + 0.02 * mottle
    const soft = vessel.open || gloss > 0.2 ? 0.012 : 0.4
    const tone = mixed(glaze, dip, step(line + soft, line - soft, t))
    scale(tone, 0.82 + 0.36 * mottle)
    blend(tone, mixed(dip, [0, 0, 0], 0.4), 0.4 * step(0.62, 0.7, noise.fbm(dx * 34 + seed, t * 40, 2)))
    const shown: Rgb = [tone[0] * light[0], tone[1] * light[1], tone[2] * light[2]]
    scale(shown, 0.09 + 1.25 * facing ** 1.2)
    glow(shown, tone, 0.12 * clamp(nx * side) ** 2 + 0.05)
    // The window again, small, on the shoulder.
    const wx = nx * side + 0.52 + 0.08 * slope
    const glint =
      step(0.13, 0.07, Math.abs(wx)) * step(0.02, 0.035, Math.abs(wx + 0.01)) * step(0.3, 0.5, t) * step(0.96, 0.8, t)
    glow(shown, light, glint * gloss * 0.55)
    glow(shown, wall, 0.25 * gloss * (1 - nz) ** 4)
    scale(shown, 0.55 + 0.45 * step(0, 0.16, t))

    const fine = (1.2 * pixel) / (wide * TILT * Math.max(rim, 0.01))
    if (vessel.open && mouth < 1 + fine) {
      const lip = step(0.84, 0.9, mouth)
      const deep: Rgb = [glaze[0] * 0.5, glaze[1] * 0.5, glaze[2] * 0.5]
      const inner = clamp(0.5 + (dx / rim) * side * 0.75 + ((at - 1) / lean) * 0.2)
      scale(deep, 0.12 + 1.1 * inner ** 1.6)
      blend(deep, mixed(glaze, light, 0.4).map((v) => v * (0.45 + 0.45 * clamp(0.6 - nx * side * 0.5))) as Rgb, lip)
      blend(shown, deep, step(1 + fine, 1 - fine, mouth))
    }
    blend(out, shown, clamp(cover))
  }
}
