'use client'
import { createContext, useContext } from 'react'
import type { Engine } from './Engine.ts'

/** What a LimnProvider provides. */
export const EngineContext = /* @__PURE__ */ createContext<Engine | undefined>(undefined)

/** The nearest provider's Limn with what hooks need beside. @throws Error without a LimnProvider */
export function useEngine(): Engine {
  const engine = useContext(EngineContext)
  if (!engine) throw new Error('limn: there is no <LimnProvider> above this component. Put one around your app.')
  return engine
}
