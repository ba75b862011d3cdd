import type { RequestFields } from '@limn/core'
import { useCapabilities, useImageGeneration } from '@limn/react'
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
  if (generation?.live && !generation.detached) return null
  return (
    <button className="limn-button limn-field-ask" type="button" onClick={() => generate(request)}>
      {prompt.submit((request.n ?? 1) * creditsPerImage)}
    </button>
  )
}
