'use client'
import { toGeneration, type Generation, type Task } from '@limn/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo } from 'react'
import { listedRecord } from './listedRecord.ts'
import { useEngine } from './useEngine.ts'
import { taskListOptions } from './options/taskListOptions.ts'
import type { UseGenerationsResult } from './useGenerations.ts'
import { useSnapshot } from './useSnapshot.ts'

const NO_TASKS: readonly Task[] = []

/**
 * What the proxy lists, where it does: asked for once the journal is read, shown at once where a server has prefetched it.
 * What this browser never heard of enters its journal, and is watched like its own; until then it is in `generations`.
 */
export function useListed(slot: string | undefined): Omit<UseGenerationsResult, 'ready'> {
  const engine = useEngine()
  const ready = useSnapshot((limn) => limn.journal().ready, false)
  const offered = useSnapshot((limn) => limn.capabilities().features.list, false)
  const { data, error, hasNextPage, fetchNextPage } = useInfiniteQuery(
    { ...taskListOptions(engine.client, slot === undefined ? {} : { slot }), enabled: ready && offered },
    engine.queryClient,
  )
  const tasks = useMemo(() => data?.pages.flatMap((page) => page.tasks) ?? NO_TASKS, [data])
  const unheard = useSnapshot(
    ({ core }) => keysOf(tasks.filter(({ key = '' }) => !core?.journal.has(key))),
    keysOf(tasks),
  )
  useEffect(() => {
    const { journal, known } = engine.core ?? {}
    if (!ready || !journal || !known) return
    for (const task of tasks) {
      const record = listedRecord(task, known.get().clockOffset)
      if (record && !journal.has(record.key)) void journal.begin(record)
    }
  }, [engine, ready, tasks])
  const keys = new Set(unheard.split(' '))
  return {
    generations: tasks.filter(({ key = '' }) => keys.has(key)).flatMap((task) => shownOf(task) ?? []),
    hasMore: hasNextPage,
    loadMore: useCallback(() => void fetchNextPage(), [fetchNextPage]),
    error: error ?? undefined,
  }
}

/** As one text, which is equal to another by what it says. */
const keysOf = (tasks: readonly Task[]): string => tasks.map(({ key }) => key).join(' ')

const shown = new WeakMap<Task, Generation>()

function shownOf(task: Task): Generation | undefined {
  const record = listedRecord(task)
  const generation = shown.get(task) ?? (record && toGeneration(record))
  if (generation) shown.set(task, generation)
  return generation
}
