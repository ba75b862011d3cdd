'use client'
import type { Budget } from '@limn/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useEngine } from './useEngine.ts'
import { budgetOptions } from './options/budgetOptions.ts'
import { useSnapshot } from './useSnapshot.ts'

/** What is left to the caller, in credits; asked again after every create and every end. Undefined where nothing is counted. */
export function useBudget(): Budget | undefined {
  const engine = useEngine()
  const asks = useSnapshot((limn) => limn.capabilities().source === 'proxy', false)
  const moves = useSnapshot((limn) => movesOf(limn.list()), 0)
  const { data } = useQuery({ ...budgetOptions(engine.client), enabled: asks }, engine.queryClient)
  useEffect(() => {
    if (moves > 0) void engine.queryClient.invalidateQueries({ queryKey: ['limn', 'budget'] }, { cancelRefetch: false })
  }, [engine, moves])
  return data ?? undefined
}

/** Grows with every create that was accepted or left unclear, and with every end. */
const movesOf = (generations: ReturnType<ReturnType<typeof useEngine>['list']>): number =>
  generations.reduce(
    (count, { taskId, status, settled }) =>
      count + (taskId !== undefined || status === 'uncertain' ? 1 : 0) + (settled ? 1 : 0),
    0,
  )
