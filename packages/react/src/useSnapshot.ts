'use client'
import { useSyncExternalStore } from 'react'
import { useEngine } from './useEngine.ts'
import type { Engine } from './Engine.ts'

/** Subscribes to one view of limn; `read` must return the same value until it changed. On a server, and while hydrating: `empty`. */
export function useSnapshot<T>(read: (engine: Engine) => T, empty: T): T {
  const engine = useEngine()
  return useSyncExternalStore(
    engine.subscribe,
    () => read(engine),
    () => empty,
  )
}
