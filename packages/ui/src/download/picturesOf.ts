import type { GeneratedImage, Generation } from '@limn/core'

/** Each picture with the generation it is of. */
export const picturesOf = (generations: readonly Generation[]): (readonly [Generation, GeneratedImage])[] =>
  generations.flatMap((generation) => generation.images.map((image) => [generation, image] as const))
