'use client'
import type { Limn } from './Limn.ts'
import { useEngine } from './useEngine.ts'

/** The nearest provider's Limn: the verbs, outside of a hook's own slot. @throws Error without a LimnProvider */
export const useLimn = (): Limn => useEngine()
