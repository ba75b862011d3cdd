'use client'
import type { Generation } from '@limn/core'
import { useSyncExternalStore } from 'react'
import type { Limn } from './Limn.ts'
import { secondsClock } from './secondsClock.ts'
import { useSnapshot } from './useSnapshot.ts'

const ENOUGH = 3

/** ms since it was submitted, on one shared 1 Hz clock; `usual`: the median of this browser's own past of the same size and quality, undefined below three. */
export function useTiming(generation: Generation): { readonly elapsed: number; readonly usual: number | undefined } {
  const { createdAt, settledAt, request } = generation
  const now = useSyncExternalStore(secondsClock.subscribe, secondsClock.now, () => createdAt)
  const usual = useSnapshot((limn) => usualOf(limn, request), undefined)
  return { elapsed: Math.max(0, (settledAt ?? now) - createdAt), usual }
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
