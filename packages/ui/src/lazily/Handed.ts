import type { Icon } from '../icon/Icon.tsx'
import type { Messages } from '../messages/Messages.ts'

/**
 * What a part that comes later is given by the page: it imports nothing that the page has already, or a bundler would make a
 * file of its own of that, and the first paint would wait for one more request.
 */
export interface Handed {
  icon: typeof Icon
  messages: Messages
}

/** Says something once, politely: what speaks is given a voice too. */
export type Announce = (text: string) => void
