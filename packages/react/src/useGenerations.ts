'use client'
import type { Generation, LimnError } from '@limn/core'
import { useState } from 'react'
import { createLists, type GenerationFilter } from './createLists.ts'
import { useListed } from './useListed.ts'
import { useSnapshot } from './useSnapshot.ts'

/** What `useGenerations` returns. */
export interface UseGenerationsResult {
  /** Newest first; this browser's and, where the proxy lists, those of other devices. A row is the same object until it changed: `memo` your cards. */
  readonly generations: readonly Generation[]
  /** The journal has been read: "nothing there" is now a fact. False on a server. */
  readonly ready: boolean
  /** There are older ones to ask for. */
  readonly hasMore: boolean
  readonly loadMore: () => void
  readonly error: LimnError | undefined
}

const NOTHING: readonly Generation[] = []

/** The generations of this browser, and of the caller's other devices where the proxy lists them, newest first. */
export function useGenerations(filter: GenerationFilter = {}): UseGenerationsResult {
  const held = useSnapshot((limn) => limn.list(filter), NOTHING)
  const ready = useSnapshot((limn) => limn.journal().ready, false)
  const { generations: listed, ...rest } = useListed(filter.slot)
  const [lists] = useState(createLists)
  const isWhole = listed.length === 0 || filter.dismissed
  const generations = isWhole ? held : lists(filter, [...held, ...listed].toSorted(newestFirst))
  return { ...rest, generations, ready }
}

const newestFirst = (a: Generation, b: Generation): number => b.createdAt - a.createdAt
