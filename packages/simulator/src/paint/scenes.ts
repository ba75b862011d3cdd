import type { Random } from '../random.ts'
import { aurora } from './aurora.ts'
import { dunes } from './dunes.ts'
import { flowers } from './flowers.ts'
import { ink } from './ink.ts'
import { rain } from './rain.ts'
import { ridges } from './ridges.ts'
import type { Hour, Scene } from './scene.ts'
import { sea } from './sea.ts'
import { snow } from './snow.ts'
import { stillLife } from './stillLife.ts'

/** Every kind of picture; to add one, write its file and name it here. */
const SCENES: readonly [Scene, ...Scene[]] = [ridges, dunes, sea, flowers, stillLife, aurora, rain, snow, ink]

const HOURS: Readonly<Record<Hour, readonly string[]>> = {
  dawn: ['dawn', 'morning', 'sunrise', '清晨', '早晨', '日出', '黎明', '晨'],
  dusk: ['dusk', 'sunset', 'evening', 'golden hour', 'twilight', '黄昏', '日落', '夕阳', '傍晚', '晚霞'],
  night: ['night', 'moon', 'midnight', 'dark', 'star', '夜', '月', '星'],
  day: ['noon', 'midday', 'sunny', 'daylight', 'blue sky', '正午', '晴', '白天', '阳光'],
}

/** Whether the prompt holds the word: an English one as a word or its plural, a Chinese one anywhere. */
export function says(prompt: string, word: string): boolean {
  const at = prompt.indexOf(word)
  if (at < 0) return false
  return /^[a-z ]+$/.test(word) ? new RegExp(`\\b${word}(?:s|es|y|ed|ing)?\\b`).test(prompt) : true
}

/** The scene whose words the prompt uses most, else one drawn at random; `prompt` in lower case. */
export function chooseScene(prompt: string, random: Random): Scene {
  const drawn = random.pick(SCENES)
  const count = (scene: Scene) => scene.words.filter((word) => says(prompt, word)).length
  const best = SCENES.toSorted((a, b) => count(b) - count(a))[0]!
  return count(best) > 0 ? best : drawn
}

export function chooseHour(prompt: string, random: Random): Hour {
  const drawn = random.pick<Hour>(['dawn', 'day', 'dusk', 'dusk', 'night'])
  const hours = Object.keys(HOURS) as Hour[]
  return hours.find((hour) => HOURS[hour].some((word) => says(prompt, word))) ?? drawn
}
