import { safeUrl } from '@limn/core'
import type { Core } from '../Engine.ts'
import { bringByApp } from './bringByApp.ts'
import { createTurns } from './createTurns.ts'
import { prepareFile } from './prepareFile.ts'
import { fileName, refuseFile, uploadError } from './uploadError.ts'
import { uploadReference } from './uploadReference.ts'
import type { UploadedReference, UploadOptions } from './UploadOptions.ts'

/** ms that an upload waits for a proxy that does not say what it is. */
const PATIENCE = 10_000
/** A proxy reads four files of one caller at a time. */
const inTurn = createTurns(3)

/** Uploads a file the app's way, or to the proxy where it offers that. @throws LimnError with `param: 'image_urls'`, `charged: 'no'` */
export async function bringFile(
  file: Blob,
  { options, known }: Pick<Core, 'options' | 'known'>,
  { signal, onProgress }: Required<UploadOptions> & { signal: AbortSignal },
): Promise<UploadedReference> {
  const { maxReferencePixels: maxPixels, uploadReference: own } = options
  try {
    const { references } = await known.ask(PATIENCE)
    if (!references.upload)
      throw refuseFile('reference_refused', 'This proxy takes no uploads. Give the picture’s public URL instead.')
    return await inTurn(signal, async () => {
      const picture = await prepareFile(file, { maxPixels, maxBytes: own ? undefined : references.maxBytes })
      const way = { known, options: { ...options, uploadReference: own ?? uploadReference } }
      const uploaded = await bringByApp(way, picture, { signal, onProgress })
      if (safeUrl(uploaded.url)) return uploaded
      throw refuseFile('invalid_response', `${fileName(file)} got no http(s) URL by its upload.`)
    })
  } catch (thrown) {
    throw uploadError(thrown, fileName(file))
  }
}
