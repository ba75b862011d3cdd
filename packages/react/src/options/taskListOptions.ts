import type { Client, LimnError, TaskFilter, TaskPage } from '@limn/core'
import {
  infiniteQueryOptions,
  type DataTag,
  type InfiniteData,
  type UndefinedInitialDataInfiniteOptions,
} from '@tanstack/react-query'
import { FIXED } from './fixed.ts'

/** Which tasks: all of the caller's, or those of one slot; `limit` a page, from 1 to 100. */
export type TaskListFilter = Pick<TaskFilter, 'slot' | 'limit'>
/** Where a list of tasks lies in a QueryClient. */
export type TaskListKey = readonly ['limn', 'tasks', TaskListFilter]
type Pages = InfiniteData<TaskPage, string | null>

/** Options for `useInfiniteQuery` and prefetching: the caller's tasks, newest first, page by page. Callable on servers. */
export const taskListOptions = (
  client: Client,
  filter: TaskListFilter = {},
): UndefinedInitialDataInfiniteOptions<TaskPage, LimnError, Pages, TaskListKey, string | null> & {
  queryKey: DataTag<TaskListKey, InfiniteData<TaskPage>, LimnError>
} =>
  infiniteQueryOptions<TaskPage, LimnError, Pages, TaskListKey, string | null>({
    queryKey: ['limn', 'tasks', filter],
    queryFn: ({ pageParam, signal }) => client.listTasks({ ...filter, cursor: pageParam ?? undefined }, { signal }),
    initialPageParam: null,
    getNextPageParam: ({ cursor }) => cursor,
    ...FIXED,
    // ms; what a server has just prefetched is not asked for again at once.
    staleTime: 10_000,
  })
