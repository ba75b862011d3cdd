import type { Generation } from '@limn/core'
import { createContext, type ReactNode } from 'react'
import type { Messages } from '../messages/Messages.ts'

/** What an entry shows while some are being chosen: a box of its own. */
export type RenderPick = (generation: Generation, messages: Messages) => ReactNode

/** There while some are being chosen. */
export const PickContext = /* @__PURE__ */ createContext<RenderPick | undefined>(undefined)
