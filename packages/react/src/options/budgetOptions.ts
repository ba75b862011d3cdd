import type { Budget, Client, LimnError } from '@limn/core'
import { queryOptions, type DataTag, type UnusedSkipTokenOptions } from '@tanstack/react-query'
import { FIXED } from './fixed.ts'

/** Where a budget lies in a QueryClient. */
export type BudgetKey = readonly ['limn', 'budget']

/** Options for `useQuery` and its kin: what is left to the caller, null where nothing is counted. Callable on servers. */
export const budgetOptions = (
  client: Client,
): UnusedSkipTokenOptions<Budget | null, LimnError, Budget | null, BudgetKey> & {
  queryKey: DataTag<BudgetKey, Budget | null, LimnError>
} =>
  queryOptions<Budget | null, LimnError, Budget | null, BudgetKey>({
    queryKey: ['limn', 'budget'],
    queryFn: ({ signal }) => client.getBudget({ signal }),
    ...FIXED,
  })
