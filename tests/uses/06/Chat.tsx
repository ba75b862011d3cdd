import { useImageGeneration, useLimn } from '@limn/react'
import { GenerationImages, GenerationStatus } from '@limn/ui'
import { useState } from 'react'

export interface Message {
  readonly id: string
  readonly text: string
  readonly draws?: boolean
}

export function Composer({ addMessage }: { addMessage: (text: string) => Message }) {
  const { generate } = useLimn()
  const [text, setText] = useState('')
  const draw = async () => {
    const message = addMessage(text)
    const { status } = await generate({ prompt: text }, { slot: `message:${message.id}` }).submitted
    if (status !== 'failed') setText('')
  }
  return (
    <form action={draw}>
      <input aria-label="Message" value={text} onChange={(event) => setText(event.target.value)} />
      <button>Draw</button>
    </form>
  )
}

export const Messages = ({ messages }: { messages: readonly Message[] }) =>
  messages.map((message) =>
    message.draws ? <Picture key={message.id} message={message} /> : <p key={message.id}>{message.text}</p>,
  )

/** Gone with its route; the generation is not. Back again, after a reload, in another tab: same slot, same picture. */
function Picture({ message }: { message: Message }) {
  const { generation } = useImageGeneration({ slot: `message:${message.id}` })
  return (
    <article>
      <p>{message.text}</p>
      <GenerationStatus generation={generation} />
      {generation && <GenerationImages generation={generation} />}
    </article>
  )
}

/** What an agent may call: code, not a component. */
export function useDrawTool() {
  const limn = useLimn()
  return async (toolCallId: string, prompt: string) => {
    const done = await limn.generate({ prompt }, { slot: `tool:${toolCallId}` }).outcome
    return done.status === 'succeeded' ? done.images.map((image) => image.url) : `No picture: ${done.status}`
  }
}
