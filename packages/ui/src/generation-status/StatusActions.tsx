import type { Generation } from '@limn/core'
import { useCapabilities, useLimn } from '@limn/react'
import type { ReactNode } from 'react'
import { remove } from '../gallery/remove.ts'
import { useMessages } from '../messages/MessagesProvider.tsx'

/** In the order they stand; the first is the one to try. */
const ACTIONS = [
  ['checkAgain', 'solid'],
  ['retry', undefined],
  ['cancel', undefined],
  ['attach', undefined],
  ['detach', undefined],
  ['retryMayChargeAgain', 'quiet'],
  ['dismiss', 'quiet'],
] as const

/** The verbs that make sense now. One that spends says how much. */
export function StatusActions({ generation }: { generation: Generation }): ReactNode {
  const messages = useMessages()
  const { actions: words } = messages
  const limn = useLimn()
  const { creditsPerImage } = useCapabilities()
  const actions = limn.actions(generation)
  const shown = ACTIONS.filter(([name]) => actions[name] && !(name === 'dismiss' && generation.status === 'succeeded'))
  if (shown.length === 0) return null
  return (
    <div className="limn-actions">
      {shown.map(([name, kind]) => (
        <button
          className="limn-button"
          data-kind={kind}
          type="button"
          key={name}
          onClick={({ currentTarget }) =>
            name === 'dismiss' ? remove(limn, generation, messages, currentTarget) : void actions[name]?.()
          }
        >
          {name === 'retry' ? words.retry(generation.request.n * creditsPerImage) : words[name]}
        </button>
      ))}
    </div>
  )
}
