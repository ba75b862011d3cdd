import { clip, LimnError, mintKey, safeUrl, type GeneratedImage } from '@limn/core'

/** A picture that a draft refers to. */
export interface Reference {
  readonly id: string
  /** For people: a file's name, or the last part of a URL. */
  readonly name: string
  /** Fit for `src`; empty when there is nothing to show. */
  readonly preview: string
  /** What is sent; undefined while it has none. */
  readonly url?: string
  /** 0–1 */
  readonly progress: number
  /** Why it cannot be used. It stays until it is removed: nothing is dropped in silence. */
  readonly error?: LimnError
}

/** A file, a URL or an earlier picture as a reference. A file is refused: no proxy takes uploads yet. */
export function toReference(source: Blob | string | GeneratedImage): Reference {
  const id = mintKey(Date.now())
  if (source instanceof Blob) {
    const name = source instanceof File && source.name ? source.name : 'image'
    const preview = source.type.startsWith('image/') ? URL.createObjectURL(source) : ''
    return {
      id,
      name,
      preview,
      progress: 0,
      error: refused('This proxy takes no uploads. Give the picture’s public URL instead.'),
    }
  }
  const text = typeof source === 'string' ? source.trim() : source.url
  const url = safeUrl(text)
  if (url === null)
    return {
      id,
      name: clip(text, 80),
      preview: '',
      progress: 0,
      error: refused('This is not an http(s) URL of a picture.'),
    }
  return { id, name: nameOf(url), preview: url, url, progress: 1 }
}

/** Gives back what a file's preview holds in memory. */
export const release = ({ preview }: Reference): void => {
  if (preview.startsWith('blob:')) URL.revokeObjectURL(preview)
}

const refused = (message: string) => new LimnError('reference_refused', message, { param: 'image_urls' })

const nameOf = (text: string): string => {
  const { pathname, hostname } = new URL(text)
  return pathname.split('/').at(-1) || hostname
}
