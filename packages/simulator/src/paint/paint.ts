import { createRandom } from '../random.ts'
import type { Paint } from '../Simulator.ts'
import { develop } from './develop.ts'
import { encode } from './encode.ts'
import { enlarge } from './enlarge.ts'
import { createField } from './field.ts'
import { createNoise } from './noise.ts'
import { pixelsOf } from './pixelsOf.ts'
import { readReference, shapeBy } from './reference.ts'
import { chooseHour, chooseScene, says } from './scenes.ts'

/**
 * A scene chosen and varied by the prompt's words, `seed` and `index`, in the exact pixels asked for. It is painted
 * small, as light, then enlarged with grain; a `quality` of `low` paints smaller.
 */
export const paint: Paint = async (request, index, seed, references) => {
  const prompt = request.prompt.toLowerCase()
  const { width, height } = pixelsOf(request)
  const choice = createRandom(seed, prompt)
  const random = createRandom(seed, prompt, index)
  // A set of pictures shows one scene, each at its own hour unless the prompt names one.
  const scene = chooseScene(prompt, choice)
  const scale = Math.min(Math.sqrt(areaOf(width * height, request.quality) / (width * height)), 1)
  const field = createField(Math.round(width * scale), Math.round(height * scale))

  const look = {
    aspect: field.width / field.height,
    random,
    noise: createNoise(random),
    hour: chooseHour(prompt, random),
    says: (...words: readonly string[]) => words.some((word) => says(prompt, word)),
  }
  for (const _ of scene.paint(field, look)) await breathe()
  develop(field, scene.exposure ?? 1, scene.vignette ?? 0.4)
  if (references.length > 0)
    shapeBy(field, await Promise.all(references.map((bytes) => readReference(bytes, look.aspect))))

  const print = enlarge(field, width, height, scene.grain ?? 0.018, random)
  let step = print.next()
  while (!step.done) {
    await breathe()
    step = print.next()
  }
  return encode({ width, height, bytes: step.value }, request.output_format ?? 'png')
}

/** Pixels to paint for a picture of so many. */
function areaOf(pixels: number, quality: string | undefined): number {
  if (quality === 'low') return 180_000
  return pixels > 4_000_000 ? 1_000_000 : 440_000
}

/** Lets what else waits run. No timer, so that fake ones cannot hold a picture up. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', () => {
      port1.close()
      resolve()
    })
    port1.start()
    port2.postMessage(null)
  })
}
