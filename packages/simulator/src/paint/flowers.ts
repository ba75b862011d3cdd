import { emboss } from './brush.ts'
import { mixed, rgb, type Rgb } from './color.ts'
import { createEasel } from './easel.ts'
import type { Field } from './field.ts'
import { BLOOMS } from './fieldLight.ts'
import { paintBlooms } from './paintBlooms.ts'
import { paintLand } from './paintLand.ts'
import { paintSky } from './paintSky.ts'
import { words, type Look, type Scene } from './scene.ts'

/** A field in flower under a wide sky, laid on with a brush. */
export const flowers: Scene = {
  words: words(
    'flower poppy poppies field meadow garden lavender sunflower tulip rose spring painting impressionist blossom daisy grass farm',
    '花 罂粟 田野 草地 薰衣草 向日葵 樱 春 油画 玫瑰 花园 麦田',
  ),
  vignette: 0.25,
  grain: 0.012,
  paint,
}

function* paint(field: Field, look: Look): Iterable<void> {
  const easel = createEasel(field, look)
  const { light, horizon } = easel
  const kinds = Object.values(BLOOMS) as [(typeof BLOOMS)[string], ...(typeof BLOOMS)[string][]]
  const drawn = look.random.pick(kinds)
  const [, colors] = kinds.find(([asked]) => look.says(...asked)) ?? drawn

  // Ground tones, so that nothing bare shows between the strokes.
  for (let row = 0, i = 0; row < field.height; row++) {
    const y = 1 - row / field.height
    const tone =
      y > horizon
        ? mixed(light.low, light.top, (y - horizon) / (1 - horizon))
        : mixed(light.grass[2], light.grass[1], (y / horizon) ** 2)
    for (let column = 0; column < field.width; column++, i += 3) field.rgb.set(tone, i)
  }
  yield* paintSky(easel)
  yield* paintLand(easel)
  yield* paintBlooms(easel, colors.map(rgb) as [Rgb, ...Rgb[]])
  emboss(field, 1.1)
}
