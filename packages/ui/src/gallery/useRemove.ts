import type { Generation } from '@limn/core'
import { useLimn } from '@limn/react'
import type { MouseEvent } from 'react'
import { announce } from '../announce/announce.ts'
import { useMessages } from '../messages/MessagesProvider.tsx'

/** Takes an entry out of view, and offers to bring it back; undefined where it may not go. */
export function useRemove(generation: Generation): ((event: MouseEvent<HTMLElement>) => void) | undefined {
  const limn = useLimn()
  const messages = useMessages()
  const { dismiss } = limn.actions(generation)
  return (
    dismiss &&
    (({ currentTarget: from }) =>
      void import('./removeWithUndo.ts').then(
        ({ removeWithUndo }) => removeWithUndo({ limn, generations: [generation], messages, announce, from }),
        dismiss,
      ))
  )
}
