import { LimnError, sniffPicture } from '@limn/core'

/**
 * The bytes of a picture by its URL, typed as what they are.
 * @throws LimnError `image_unavailable` when they cannot be had or are no picture; what `signal` was aborted with
 */
export async function pictureBytes(source: string | undefined, signal?: AbortSignal): Promise<Blob & { type: Type }> {
  if (!source) throw unavailable('There is no address to fetch it from.')
  const response = await fetch(source, { referrerPolicy: 'no-referrer', signal: signal ?? null }).catch(
    (cause: unknown) => {
      signal?.throwIfAborted()
      throw unavailable('It could not be fetched. Serve pictures on the same origin, or allow this one by CORS.', cause)
    },
  )
  if (!response.ok) throw unavailable(`The answer was ${response.status}.`)
  const bytes = await response.blob()
  const type = sniffPicture(new Uint8Array(await bytes.slice(0, 16).arrayBuffer()))
  if (!type) throw unavailable('What came is no PNG, JPEG or WebP.')
  return new Blob([bytes], { type }) as Blob & { type: Type }
}

type Type = NonNullable<ReturnType<typeof sniffPicture>>

const unavailable = (message: string, cause?: unknown) =>
  new LimnError('image_unavailable', message, cause === undefined ? {} : { cause })
