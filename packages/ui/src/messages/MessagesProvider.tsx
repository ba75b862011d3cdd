import { createContext, use, useMemo, type ReactNode } from 'react'
import { en } from './en.ts'
import type { Messages, PartialMessages } from './Messages.ts'

const MessagesContext = createContext<Messages>(en)

/** Props of {@link MessagesProvider}. */
export interface MessagesProviderProps {
  /** A catalogue, or several laid over one another; what they leave out comes from the provider above, and at last from `en`. */
  messages: PartialMessages | readonly PartialMessages[]
  children?: ReactNode
}

/** Gives the parts below another language, or other words. */
export function MessagesProvider({ messages, children }: MessagesProviderProps): ReactNode {
  const above = use(MessagesContext)
  const merged = useMemo(() => [messages].flat().reduce<Messages>(lay, above), [messages, above])
  return <MessagesContext value={merged}>{children}</MessagesContext>
}

/** The words in force here. */
export const useMessages = (): Messages => use(MessagesContext)

function lay(under: Messages, over: PartialMessages): Messages {
  const groups = Object.entries(over).map(([name, group]) => {
    const below: unknown = under[name as keyof Messages]
    return [name, typeof group === 'object' && typeof below === 'object' ? { ...below, ...group } : group]
  })
  return { ...under, ...Object.fromEntries(groups) }
}
