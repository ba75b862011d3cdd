import type { Generation } from '@limn/core'
import type { Limn } from '@limn/react'
import { announce } from '../announce/announce.ts'
import type { Messages } from '../messages/Messages.ts'

/** Takes an entry out of view, and offers to bring it back. `from`: what was pressed. */
export const remove = (limn: Limn, generation: Generation, messages: Messages, from: HTMLElement): void =>
  void import('./removeWithUndo.ts').then(
    ({ removeWithUndo }) => removeWithUndo({ limn, generations: [generation], messages, announce, from }),
    () => limn.actions(generation).dismiss?.(),
  )
