import type { Generation } from '@limn/core'
import { useCapabilities, useLimn } from '@limn/react'
import type { ReactNode } from 'react'
import { useRemove } from '../gallery/useRemove.ts'
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
  const { actions: words } = useMessages()
  const { creditsPerImage } = useCapabilities()
  const actions = useLimn().actions(generation)
  const remove = useRemove(generation)
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
          onClick={name === 'dismiss' ? remove : () => void actions[name]?.()}
        >
          {name === 'retry' ? words.retry(generation.request.n * creditsPerImage) : words[name]}
        </button>
      ))}
    </div>
  )
}
