import type { RequestFields } from '@limn/core'
import { useCapabilities, useImageGeneration, useLimn } from '@limn/react'
import type { ReactNode } from 'react'
import { useMessages } from '../messages/MessagesProvider.tsx'

interface AskByButtonProps {
  slot: string
  request: RequestFields & { prompt: string }
}

/** The app knows what to draw: a press is all it takes, and it says what that costs. */
export function AskByButton({ slot, request }: AskByButtonProps): ReactNode {
  const { prompt } = useMessages()
  const { creditsPerImage } = useCapabilities()
  const { generation, generate } = useImageGeneration({ slot, concurrency: 1, whenBusy: 'refuse' })
  const { actions } = useLimn()
  if (generation?.live && !generation.detached) return null
  // What came to nothing has its own button, and two would be a choice between the same.
  if (generation && keyOf(generation.request) === keyOf(request)) {
    const { retry, retryMayChargeAgain } = actions(generation)
    if (retry ?? retryMayChargeAgain) return null
  }
  return (
    <button className="limn-button limn-field-ask" type="button" onClick={() => generate(request)}>
      {prompt.submit((request.n ?? 1) * creditsPerImage)}
    </button>
  )
}

const keyOf = ({ prompt, n = 1, size = 'auto', quality, output_format, image_urls = [] }: RequestFields) =>
  JSON.stringify([prompt, n, size, quality, output_format, image_urls])
