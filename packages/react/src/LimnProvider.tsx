'use client'
import { QueryClientContext, QueryClientProvider } from '@tanstack/react-query'
import { useContext, useEffect, useInsertionEffect, useRef, useState, type ReactNode } from 'react'
import { createLazyEngine } from './createLazyEngine.ts'
import { forgetDrafts } from './draft/forgetDrafts.ts'
import type { Engine } from './Engine.ts'
import type { Limn, LimnOptions } from './Limn.ts'
import { sameItems } from './sameItems.ts'
import { EngineContext } from './useEngine.ts'

/** Either a Limn made by `createLimn`, or the options for one of its own. */
export type LimnProviderProps = { children?: ReactNode } & (
  | { /** Made by createLimn: browser-only apps and tests. */ limn: Limn }
  | ({ limn?: never } & LimnOptions)
)

/** Journal, pollers and verbs for all below: they live here, not in the components that show a generation. */
export function LimnProvider({ children, limn, ...options }: LimnProviderProps): ReactNode {
  return limn ? (
    <EngineContext.Provider value={limn as Engine}>{children}</EngineContext.Provider>
  ) : (
    <OwnLimn options={options}>{children}</OwnLimn>
  )
}

function OwnLimn({ options, children }: { options: LimnOptions; children: ReactNode }) {
  const nearest = useContext(QueryClientContext)
  const queryClient = options.queryClient ?? nearest
  const identity = [options.endpoint, options.principal, options.journal, queryClient] as const
  const [held, hold] = useState(() => ({ identity, engine: createLazyEngine({ ...options, queryClient }) }))
  // Another place or another person: another journal, and nothing of the old one in view.
  const fits = sameItems(held.identity, identity)
  if (!fits) {
    held.engine.queryClient.removeQueries({ queryKey: ['limn'] })
    hold({ identity, engine: createLazyEngine({ ...options, queryClient }) })
  }
  const { engine } = held
  // Not an effect: a hidden Activity ends those, and what runs in it goes on.
  useInsertionEffect(() => engine.mount(), [engine])
  useEffect(() => engine.configure(options))
  const { principal } = options
  const last = useRef({ principal, engine })
  useEffect(() => {
    const before = last.current
    last.current = { principal, engine }
    if (before.principal === principal) return
    before.engine.leave()
    // Where nobody was named it is their own who signs in now.
    if (before.principal != null) forgetDrafts()
  }, [principal, engine])
  const provided = <EngineContext.Provider value={engine}>{children}</EngineContext.Provider>
  return queryClient ? provided : <QueryClientProvider client={engine.queryClient}>{provided}</QueryClientProvider>
}
