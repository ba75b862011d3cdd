import { rgb, type Rgb } from './color.ts'
import type { Hour } from './scene.ts'

/** The colours of one hour over a field. */
export interface FieldLight {
  top: Rgb
  low: Rgb
  cloud: Rgb
  under: Rgb
  hills: readonly [Rgb, Rgb, Rgb]
  grass: readonly [Rgb, Rgb, Rgb]
  tree: readonly [Rgb, Rgb]
}

const hues = <T extends readonly number[]>(...list: T) => list.map(rgb) as { [K in keyof T]: Rgb }

export const FIELD_LIGHTS: Record<Hour, FieldLight> = {
  dawn: {
    top: rgb(0x8fb0cf),
    low: rgb(0xf9dcb8),
    cloud: rgb(0xffefdc),
    under: rgb(0xd3b2b4),
    hills: hues(0xa9b4c4, 0x8fa3a4, 0x7f9b78),
    grass: hues(0xd2c48e, 0x919c5c, 0x4a663c),
    tree: hues(0x3a5442, 0xb7a664),
  },
  day: {
    top: rgb(0x5b92c6),
    low: rgb(0xdfe9e6),
    cloud: rgb(0xfffaf0),
    under: rgb(0xbcc4d4),
    hills: hues(0x93aac0, 0x7a9d9a, 0x6b9560),
    grass: hues(0xc4c084, 0x82954e, 0x3f6136),
    tree: hues(0x2e5238, 0x8fa858),
  },
  dusk: {
    top: rgb(0x5d5596),
    low: rgb(0xfbb083),
    cloud: rgb(0xffcda2),
    under: rgb(0xa8718f),
    hills: hues(0x96708e, 0x765c78, 0x5c5c58),
    grass: hues(0xbd9260, 0x71703f, 0x38482f),
    tree: hues(0x2b3038, 0xb07650),
  },
  night: {
    top: rgb(0x0e1a3c),
    low: rgb(0x4d6790),
    cloud: rgb(0x7d93b8),
    under: rgb(0x33466c),
    hills: hues(0x33486c, 0x2a3d58, 0x22364a),
    grass: hues(0x40586a, 0x2b4656, 0x142838),
    tree: hues(0x0d1828, 0x3d5878),
  },
}

/** Kinds of flower, the words that ask for them, and their tones. */
export const BLOOMS: Readonly<
  Record<string, readonly [words: readonly string[], colors: readonly [number, ...number[]]]>
> = {
  poppy: [
    ['poppy', 'poppies', '罂粟', 'red'],
    [0xd8321e, 0xe8532c, 0xc21f24, 0xf0733e],
  ],
  lavender: [
    ['lavender', 'purple', 'iris', '薰衣草', '紫'],
    [0x7a5cc0, 0x9a78d8, 0x5f46a8, 0xb59ae0],
  ],
  sunflower: [
    ['sunflower', 'yellow', 'daffodil', '向日葵', '油菜花', '黄'],
    [0xf4b81e, 0xf9cf4a, 0xe59a14, 0xffdf70],
  ],
  blossom: [
    ['rose', 'tulip', 'pink', 'blossom', 'cherry', 'sakura', '玫瑰', '郁金香', '樱', '粉'],
    [0xe86a92, 0xf494ae, 0xd44a78, 0xfbc3cf],
  ],
  daisy: [
    ['daisy', 'white', 'lily', '雏菊', '白', '百合'],
    [0xfaf4e4, 0xf3ead2, 0xffffff, 0xe9e2ee],
  ],
}
