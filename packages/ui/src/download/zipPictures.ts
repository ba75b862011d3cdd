import { PICTURE_TYPES, type GeneratedImage, type Generation } from '@limn/core'
import { downloadZip } from 'client-zip'
import { fileName } from './fileName.ts'
import { pictureBytes } from './pictureBytes.ts'
import { picturesOf } from './picturesOf.ts'

/** What becomes of a zip on its way. */
export interface ZipOptions {
  readonly signal: AbortSignal
  /** `had`: how many of them were asked for by now. */
  readonly onProgress: (had: number) => void
  /** The first line of the note about those that could not be had. */
  readonly note: string
}

/** A zip, and the names of those that are not in it. */
export interface Zip {
  /** Undefined: there was nothing to put into it. */
  readonly file: Blob | undefined
  readonly had: number
  readonly missing: readonly string[]
}

/**
 * The pictures of some generations in one file. One after another, each whole before it goes in: whatever one of them does,
 * the rest is in order, and memory holds one. What cannot be had is named in a note.
 * @throws what `signal` was aborted with
 */
export async function zipPictures(generations: readonly Generation[], options: ZipOptions): Promise<Zip> {
  const missing: string[] = []
  const names = new Set<string>()
  let had = 0

  async function* entries() {
    let asked = 0
    for (const [generation, image] of picturesOf(generations)) {
      const name = fileName(generation.request.prompt, image.index + 1)
      const bytes = await bytesOf(image, options.signal)
      options.onProgress((asked += 1))
      if (!bytes) missing.push(name)
      else {
        had += 1
        const lastModified = new Date(generation.settledAt ?? generation.createdAt)
        yield { name: `${unique(name, names)}.${PICTURE_TYPES[bytes.type]}`, input: bytes, lastModified }
      }
    }
    if (missing.length > 0)
      yield { name: 'missing.txt', input: `${[options.note, ...missing].join('\n')}\n`, lastModified: new Date() }
  }
  // What stops the stream is told as a failed fetch.
  const file = await downloadZip(entries())
    .blob()
    .finally(() => options.signal.throwIfAborted())
  return { file: had > 0 ? file : undefined, had, missing }
}

async function bytesOf({ url, expired }: GeneratedImage, signal: AbortSignal) {
  signal.throwIfAborted()
  try {
    return expired ? undefined : await pictureBytes(url, signal)
  } catch {
    signal.throwIfAborted()
    return undefined
  }
}

/** `name`, or with the first number behind it that nobody has. */
function unique(name: string, names: Set<string>): string {
  let free = name
  for (let number = 2; names.has(free); number += 1) free = `${name}-${number}`
  names.add(free)
  return free
}
