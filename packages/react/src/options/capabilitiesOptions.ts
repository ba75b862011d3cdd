import type { Capabilities, Client, LimnError } from '@limn/core'
import { queryOptions, type DataTag, type UnusedSkipTokenOptions } from '@tanstack/react-query'
import { FIXED } from './fixed.ts'

/** Where a proxy's capabilities lie in a QueryClient. */
export type CapabilitiesKey = readonly ['limn', 'capabilities']

/** Options for `useQuery` and its kin: what the proxy offers, asked once. Callable on servers. */
export const capabilitiesOptions = (
  client: Client,
): UnusedSkipTokenOptions<Capabilities, LimnError, Capabilities, CapabilitiesKey> & {
  queryKey: DataTag<CapabilitiesKey, Capabilities, LimnError>
} =>
  queryOptions<Capabilities, LimnError, Capabilities, CapabilitiesKey>({
    queryKey: ['limn', 'capabilities'],
    queryFn: ({ signal }) => client.getCapabilities({ signal }),
    ...FIXED,
    staleTime: Infinity,
  })
