'use client'
import type { Generation } from '@limn/core'
import { useSnapshot } from './useSnapshot.ts'

/** A generation by its key; follows a retry to the one that took its place. */
export const useGeneration = (key: string | undefined): Generation | undefined =>
  useSnapshot((limn) => (key === undefined ? undefined : limn.find(key)), undefined)
