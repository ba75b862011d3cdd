import { MODELS, type AnySize, type Format } from './catalog.ts'

/** The wire's own names. `user` and `response_format` are missing on purpose: the proxy sets them. */
export interface RequestFields {
  prompt?: string | undefined
  /** URLs, or files that are uploaded before anything is sent. */
  image_urls?: readonly (string | Blob)[] | undefined
  /** Pictures, 1–10. @default 1 */
  n?: number | undefined
  /** @default 'auto' */
  size?: AnySize | undefined
  quality?: string | undefined
  output_format?: Format | undefined
  /** @default 'gpt-image-2' */
  model?: string | undefined
}

/** What a caller writes: a prompt or at least one reference must be there. */
export type RequestInput = RequestFields & ({ prompt: string } | { image_urls: readonly (string | Blob)[] })

/** What is sent: defaults filled in, files replaced by URLs. */
export interface GenerationRequest {
  readonly model: string
  readonly prompt: string
  readonly image_urls: readonly string[]
  readonly n: number
  readonly size: AnySize
  readonly quality?: string
  readonly output_format?: Format
}

/** The request with its defaults filled in. Files are left out: they have no URL yet. */
export function toRequest(fields: RequestFields): GenerationRequest {
  return {
    model: fields.model ?? MODELS[0],
    prompt: fields.prompt ?? '',
    image_urls: (fields.image_urls ?? []).filter((reference) => typeof reference === 'string'),
    n: fields.n ?? 1,
    size: fields.size ?? 'auto',
    ...(fields.quality === undefined ? {} : { quality: fields.quality }),
    ...(fields.output_format === undefined ? {} : { output_format: fields.output_format }),
  }
}
