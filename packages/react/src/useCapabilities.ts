'use client'
import { DEFAULT_CAPABILITIES, type Capabilities } from '@limn/core'
import { useQuery } from '@tanstack/react-query'
import { useEngine } from './useEngine.ts'
import { capabilitiesOptions } from './options/capabilitiesOptions.ts'
import { useSnapshot } from './useSnapshot.ts'

/**
 * What the proxy offers; never undefined: until it has answered, what a server has prefetched (`capabilitiesOptions`), or
 * else the API page's defaults (`source: 'defaults'`).
 */
export function useCapabilities(): Capabilities {
  const { client, queryClient } = useEngine()
  const answered = useSnapshot((limn) => limn.capabilities(), DEFAULT_CAPABILITIES)
  // Never asks: the engine does.
  const { data } = useQuery({ ...capabilitiesOptions(client), enabled: false }, queryClient)
  return answered.source === 'defaults' ? (data ?? answered) : answered
}
