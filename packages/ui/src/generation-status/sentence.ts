import type { Generation } from '@limn/core'
import type { Messages } from '../messages/Messages.ts'
import { statusView } from './statusView.ts'

/** How a generation stands, to be heard: with as much of its words as tell which one it is. `online`: see useOnline. */
export function sentence(generation: Generation, messages: Messages, online: boolean): string {
  const { title } = statusView(generation, messages, online)
  // It is the same of all of them.
  return title === messages.flags.offline.title ? title : messages.announce(title, clip(generation.request.prompt))
}

const clip = (prompt: string) => (prompt.length > 80 ? `${prompt.slice(0, 79).toWellFormed()}…` : prompt)
