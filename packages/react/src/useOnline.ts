'use client'
import { useSyncExternalStore } from 'react'
import { isOffline } from './isOffline.ts'
import { useEngine } from './useEngine.ts'

/** Whether the proxy can be reached at all: false while this browser is offline, unless the proxy is on this very machine. True on a server. */
export function useOnline(): boolean {
  const engine = useEngine()
  return useSyncExternalStore(
    subscribe,
    () => !engine.core || !isOffline(engine.core.options),
    () => true,
  )
}

function subscribe(listener: () => void): () => void {
  const left = new AbortController()
  for (const change of ['online', 'offline']) addEventListener(change, listener, left)
  return () => left.abort()
}
