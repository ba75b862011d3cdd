'use client'
import type { Generation, LimnError } from '@limn/core'
import type { GenerationFilter } from './createLists.ts'
import { useSnapshot } from './useSnapshot.ts'

/** What `useGenerations` returns. */
export interface UseGenerationsResult {
  /** Newest first; this browser's. A row is the same object until it changed: `memo` your cards. */
  readonly generations: readonly Generation[]
  /** The journal has been read: "nothing there" is now a fact. False on a server. */
  readonly ready: boolean
  /** There are older ones to ask for. */
  readonly hasMore: boolean
  readonly loadMore: () => void
  readonly error: LimnError | undefined
}

const NOTHING: readonly Generation[] = []
const ALL = { hasMore: false, loadMore: () => {}, error: undefined } as const

/** The generations of this browser, newest first. */
export function useGenerations(filter?: GenerationFilter): UseGenerationsResult {
  const generations = useSnapshot((limn) => limn.list(filter), NOTHING)
  const ready = useSnapshot((limn) => limn.journal().ready, false)
  return { generations, ready, ...ALL }
}
