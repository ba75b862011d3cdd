import { isLimnError, LimnError, type ErrorCode } from '@limn/core'

/** Why a file was not uploaded. An upload takes no credits, whatever its code means elsewhere. */
export function uploadError(thrown: unknown, name = 'The picture'): LimnError {
  if (!isLimnError(thrown)) {
    const code = thrown instanceof Error && thrown.name === 'AbortError' ? 'aborted' : 'internal_error'
    return refuseFile(
      code,
      `${name} was not uploaded: ${thrown instanceof Error ? thrown.message : 'no reason'}.`,
      thrown,
    )
  }
  if (thrown.charged === 'no' && thrown.param === 'image_urls') return thrown
  return new LimnError(thrown.code, thrown.message, {
    ...thrown.toJSON(),
    param: 'image_urls',
    charged: 'no',
    cause: thrown,
  })
}

/** An error that blames the references; nothing was charged. */
export const refuseFile = (code: ErrorCode, message: string, cause?: unknown): LimnError =>
  new LimnError(code, message, { param: 'image_urls', charged: 'no', cause })

/** For people: a file's name. */
export const fileName = (file: Blob): string => (file instanceof File && file.name ? file.name : 'The picture')
