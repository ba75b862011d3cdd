'use client'
import type { ErrorCode, Generation } from '@limn/core'
import { useSyncExternalStore } from 'react'
import type { Limn } from './Limn.ts'
import { secondsClock } from './secondsClock.ts'
import { useSnapshot } from './useSnapshot.ts'

const ENOUGH = 3

/** What `useTiming` returns; all in ms. */
export interface UseTimingResult {
  /** Since it was submitted. */
  readonly elapsed: number
  /** The median of this browser's own past of the same size and quality; undefined below three. */
  readonly usual: number | undefined
  /** It was turned away with `code`, took nothing, and is sent again by this page when `left` is over. Undefined: it does not wait. */
  readonly pause: { readonly code: ErrorCode; readonly left: number } | undefined
}

/** How long it has been, usually takes and waits, on one shared 1 Hz clock. */
export function useTiming(generation: Generation): UseTimingResult {
  const { key, status, createdAt, settledAt, request } = generation
  const now = useSyncExternalStore(secondsClock.subscribe, secondsClock.now, () => createdAt)
  const usual = useSnapshot((limn) => usualOf(limn, request), undefined)
  const paused = useSnapshot(({ core }) => core?.pauses.get(key), undefined)
  const pause = status === 'submitting' && paused && { code: paused.code, left: Math.max(0, paused.until - now) }
  return { elapsed: Math.max(0, (settledAt ?? now) - createdAt), usual, pause: pause || undefined }
}

function usualOf(limn: Limn, { size, quality }: Generation['request']): number | undefined {
  const past = limn
    .list({ status: 'succeeded' })
    .filter(({ request }) => request.size === size && request.quality === quality)
    .map(({ createdAt, settledAt }) => (settledAt ?? createdAt) - createdAt)
    // Of those of another device it is not known.
    .filter((ms) => ms > 0)
    .toSorted((a, b) => a - b)
  return past.length < ENOUGH ? undefined : past[Math.floor(past.length / 2)]
}
