import type { LimnError } from '@limn/core'
import { useCapabilities } from '@limn/react'
import { useMessages } from '../messages/MessagesProvider.tsx'

/** Why a reference cannot be used, in words for its own line. */
export function useReason(): (error: LimnError) => string {
  const { references: words, errors, stop } = useMessages()
  const { max, maxBytes } = useCapabilities().references
  return ({ code }) => {
    if (code === 'unsupported_media_type') return words.noPicture
    if (code === 'request_too_large') return words.tooLarge(maxBytes)
    if (code === 'invalid_request') return words.tooMany(max)
    return errors[code].title + stop + errors[code].advice
  }
}
