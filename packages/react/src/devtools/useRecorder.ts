'use client'
import { useSyncExternalStore } from 'react'
import { useEngine } from '../useEngine.ts'
import { recorderOf, type Recorded } from './recorderOf.ts'

/** What was recorded below the nearest provider so far. */
export function useRecorder(): Recorded {
  const recorder = recorderOf(useEngine())
  return useSyncExternalStore(recorder.subscribe, recorder.get, recorder.get)
}
