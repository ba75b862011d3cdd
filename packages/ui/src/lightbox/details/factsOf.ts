import { PICTURE_TYPES, type GeneratedImage, type Generation } from '@limn/core'
import type { Messages } from '../../messages/Messages.ts'
import type { Actual } from './useActual.ts'

/** A name and its value, both in words. */
export type Fact = readonly [name: string, value: string]

/** What is known of a picture, in words. Where what came is not what was asked for, both are said; what nobody knows is left out. */
export function factsOf(
  image: GeneratedImage,
  generation: Generation | undefined,
  actual: Actual,
  { facts: words, options }: Pick<Messages, 'facts' | 'options'>,
): readonly Fact[] {
  const { request, credits, createdAt, settledAt, images = [] } = generation ?? {}
  const { quality, image_urls: references = [], output_format: asked } = request ?? {}
  const came = actual.type && nameOf(PICTURE_TYPES[actual.type])
  const format = [compare(came, asked && nameOf(asked), words), actual.bytes && words.bytes(actual.bytes)]
  return [
    [words.size, compare(pixels(actual), pixels(image), words)],
    [words.format, format.filter(Boolean).join(' · ')],
    [words.quality, quality && (options.qualities[quality] ?? quality)],
    [words.references, references.length > 0 && words.count(references.length)],
    [words.cost, credits !== undefined && words.paid(credits, images.length)],
    [words.took, settledAt !== undefined && createdAt !== undefined && words.duration(settledAt - createdAt)],
    [words.when, createdAt !== undefined && words.date(createdAt)],
  ].filter((fact): fact is [string, string] => typeof fact[1] === 'string' && fact[1] !== '')
}

/** `came`, and how that stands to what was asked for. */
function compare(came: string | undefined, asked: string | undefined, words: Messages['facts']): string | undefined {
  if (came === undefined || asked === undefined) return came ?? asked
  return came === asked ? words.asAsked(came) : words.instead(came, asked)
}

const pixels = ({ width, height }: Actual) => (width && height ? `${width} × ${height}` : undefined)

const nameOf = (format: string) => (format === 'webp' ? 'WebP' : format === 'jpg' ? 'JPEG' : format.toUpperCase())
