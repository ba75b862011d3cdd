import { clip, LimnError, mintKey, safeUrl, type GeneratedImage } from '@limn/core'
import { fileOf, urlOf } from '../uploads/fileFacts.ts'

/** A picture that a draft refers to. */
export interface Reference {
  readonly id: string
  /** For people: a file's name, or the last part of a URL. */
  readonly name: string
  /** Fit for `src`; empty when there is nothing to show. */
  readonly preview: string
  /** What is sent; undefined while it has none. */
  readonly url?: string | undefined
  /** The file behind it, where it is one; a file without `url` and without `error` is on its way. */
  readonly file?: Blob | undefined
  /** 0–1 */
  readonly progress: number
  /** Why it cannot be used. It stays until it is removed: nothing is dropped in silence. */
  readonly error?: LimnError | undefined
  /** After an error that may pass: uploads it once more. */
  readonly retry?: (() => void) | undefined
}

/** A file, a URL or an earlier picture as a reference. */
export function toReference(source: Blob | string | GeneratedImage): Reference {
  const id = mintKey(Date.now())
  if (source instanceof Blob) return ofFile(id, source)
  const text = typeof source === 'string' ? source.trim() : source.url
  const file = fileOf(text)
  if (file) return ofFile(id, file)
  const url = safeUrl(text)
  if (url === null)
    return {
      id,
      name: clip(text, 80),
      preview: '',
      progress: 0,
      error: new LimnError('reference_refused', 'This is not an http(s) URL of a picture.', { param: 'image_urls' }),
    }
  return { id, name: nameOf(url), preview: url, url, progress: 1 }
}

/** `name` where the file has none of its own. */
export function ofFile(id: string, file: Blob, name = 'image'): Reference {
  const url = urlOf(file)
  return {
    id,
    name: file instanceof File && file.name ? file.name : name,
    preview: file.type.startsWith('image/') ? URL.createObjectURL(file) : '',
    file,
    url,
    progress: url === undefined ? 0 : 1,
  }
}

/** It has a file, which is being uploaded. */
export const isOnItsWay = ({ file, url, error }: Reference): boolean =>
  file !== undefined && url === undefined && error === undefined

/** Gives back what a file's preview holds in memory. */
export const release = ({ preview }: Reference): void => {
  if (preview.startsWith('blob:')) URL.revokeObjectURL(preview)
}

const nameOf = (text: string): string => {
  const { pathname, hostname } = new URL(text)
  return pathname.split('/').at(-1) || hostname
}
