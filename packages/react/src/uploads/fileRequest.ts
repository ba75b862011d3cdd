import { LimnError, toRequest, type GenerationRequest, type RequestFields } from '@limn/core'
import { fileOf, forgetUrl, isFileName, nameFile, upload, urlOf } from './fileFacts.ts'
import type { UploadedReference } from './UploadOptions.ts'

/** A request whose files are called by their names. */
export const withNames = (fields: RequestFields): GenerationRequest =>
  toRequest({
    ...fields,
    image_urls: fields.image_urls?.map((source) => (source instanceof Blob ? nameFile(source) : source)),
  })

/** The fields to check: files stand for their names. */
export const withFiles = (request: GenerationRequest): RequestFields => ({
  ...request,
  image_urls: request.image_urls.map((source) => (isFileName(source) ? (fileOf(source) ?? source) : source)),
})

/** Equal for requests that mean the same, whatever URL a file has by now. */
export const meaningOf = (request: GenerationRequest): string =>
  JSON.stringify({
    ...request,
    image_urls: request.image_urls.map((source) => {
      const file = fileOf(source)
      return file ? nameFile(file) : source
    }),
  })

/** What is sent: each file by a URL that is good. A promise where one has to be uploaded first. */
export function withUrls(
  request: GenerationRequest,
  send: (file: Blob) => Promise<UploadedReference>,
): GenerationRequest | Promise<GenerationRequest> {
  const known = request.image_urls.map((source) => {
    const file = fileOf(source)
    return file ? urlOf(file) : source
  })
  if (known.every((url) => url !== undefined)) return { ...request, image_urls: known }
  const uploads = request.image_urls.map(async (source, index) => {
    const file = fileOf(source)
    return known[index] ?? (file ? (await upload(file, () => send(file))).url : source)
  })
  return Promise.all(uploads).then((image_urls) => ({ ...request, image_urls }))
}

/** A file that was given to an earlier page, and is not here any more. */
export const lostFile = (request: GenerationRequest): LimnError | undefined =>
  request.image_urls.some((source) => isFileName(source) && !fileOf(source)) ? gone() : undefined

export const gone = () =>
  new LimnError('reference_expired', 'The file is gone with the page it was given to. Add it again.', {
    param: 'image_urls',
  })

/** The service found no picture at one of its URLs: files behind them are uploaded again. */
export const forgetUrls = (request: GenerationRequest): void => request.image_urls.forEach(forgetUrl)
