import { isLimnError, MIN_POLL, nextPoll, STATUSES, type Client, type LimnError, type Task } from '@limn/core'
import {
  queryOptions,
  skipToken,
  type DataTag,
  type Query,
  type UndefinedInitialDataOptions,
  type UnusedSkipTokenOptions,
} from '@tanstack/react-query'
import { FIXED } from './fixed.ts'
import { taskKey, type TaskKey } from './taskKey.ts'

type Tagged = { queryKey: DataTag<TaskKey, Task, LimnError> }

/** Options for `useQuery`, `useSuspenseQuery`, prefetching and loaders: looks at one task until it is settled. Callable on servers. */
export function taskOptions(client: Client, id: string): UnusedSkipTokenOptions<Task, LimnError, Task, TaskKey> & Tagged
/** As above; an undefined id is skipped. */
export function taskOptions(
  client: Client,
  id: string | undefined,
): UndefinedInitialDataOptions<Task, LimnError, Task, TaskKey> & Tagged
export function taskOptions(client: Client, id: string | undefined) {
  return queryOptions<Task, LimnError, Task, TaskKey>({
    queryKey: taskKey(id),
    queryFn: id === undefined ? skipToken : ({ signal }) => client.getTask(id, { signal }),
    ...FIXED,
    refetchInterval: (query) => (isSettled(query.state.data) ? false : pollAfter(query, age(query))),
    staleTime: (query) => (isSettled(query.state.data) ? Infinity : 0),
  })
}

/** ms to the next look, or false while one is under way. Pure in the query's state: a value that moved with the clock would restart the timer for ever. */
function pollAfter(query: Query<Task, LimnError, Task, TaskKey>, ageNow: number): number | false {
  const { fetchStatus, error } = query.state
  if (fetchStatus === 'fetching') return false
  return Math.max(
    MIN_POLL,
    nextPoll({ age: ageNow, failures: error ? 1 : 0, ...(isLimnError(error) && { retryAfter: error.retryAfter }) }),
  )
}

/** At its last answer. */
const age = ({ state }: Query<Task, LimnError, Task, TaskKey>) =>
  Math.max(0, Math.max(state.dataUpdatedAt, state.errorUpdatedAt) - (state.data?.created ?? 0) * 1000)

const isSettled = (task: Task | undefined): boolean => task !== undefined && STATUSES[task.status].settled
