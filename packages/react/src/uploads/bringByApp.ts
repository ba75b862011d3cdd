import { LimnError } from '@limn/core'
import type { Core } from '../Engine.ts'
import type { UploadedReference, UploadOptions } from './UploadOptions.ts'

/** Uploads a file the way the app has given. @throws whatever that throws; LimnError `reference_refused` where it gave none */
export async function bringByApp(
  { options, known }: Pick<Core, 'options' | 'known'>,
  file: Blob,
  { signal = new AbortController().signal, onProgress = () => {} }: UploadOptions = {},
): Promise<UploadedReference> {
  const { endpoint, headers, credentials, fetch, uploadReference } = options
  if (!uploadReference)
    throw new LimnError(
      'reference_refused',
      'Nobody has said where files go. Give the provider `uploadReference` of `@limn/react/uploads`, or an own one.',
      { param: 'image_urls' },
    )
  const { clockOffset } = known.get()
  const brought = await uploadReference(file, {
    endpoint,
    headers,
    credentials,
    fetch,
    clockOffset,
    signal,
    onProgress,
  })
  return typeof brought === 'string' ? { url: brought } : brought
}
