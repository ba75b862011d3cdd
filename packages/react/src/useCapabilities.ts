'use client'
import { DEFAULT_CAPABILITIES, type Capabilities } from '@limn/core'
import { useSnapshot } from './useSnapshot.ts'

/** What the proxy offers; never undefined: the API page's defaults until it has answered (`source: 'defaults'`). */
export const useCapabilities = (): Capabilities => useSnapshot((limn) => limn.capabilities(), DEFAULT_CAPABILITIES)
