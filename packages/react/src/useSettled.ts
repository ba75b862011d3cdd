'use client'
import type { Generation } from '@limn/core'
import { useCallback, useEffect, useRef } from 'react'
import type { Engine } from './Engine.ts'

type OnSettled = ((generation: Generation) => void) | undefined

/** Calls `onSettled` for each that this component saw run, not only the `newest`; returns how to have one watched. */
export function useSettled(
  engine: Engine,
  slot: string | undefined,
  newest: Generation | undefined,
  onSettled: OnSettled,
): (key: string) => void {
  const watched = useRef(new Set<string>())
  const told = useRef(onSettled)
  useEffect(() => void (told.current = onSettled))
  const isTold = onSettled !== undefined

  useEffect(() => {
    if (!isTold) return undefined
    const look = () => {
      const seen = new Map<string, Generation>()
      const running = slot === undefined ? [newest] : engine.list({ slot })
      const found = [...watched.current].map((key) => engine.find(key))
      for (const one of [...running.filter((each) => !each?.settled), ...found]) if (one) seen.set(one.key, one)
      watched.current = new Set(seen.keys())
      for (const one of seen.values()) if (one.settled) tell(one)
    }
    const tell = (one: Generation) => {
      watched.current.delete(one.key)
      // Not in the engine's call: what an app throws is its own. One that found the place taken was never in it.
      if (one.slot === slot && one.error?.code !== 'busy') queueMicrotask(() => told.current?.(one))
    }
    look()
    return engine.subscribe(look)
  }, [engine, slot, newest, isTold])

  return useCallback((key) => void watched.current.add(key), [])
}
