'use client'
import { mintKey, type Generation, type RequestInput } from '@limn/core'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useEngine } from './useEngine.ts'
import type { GenerateOptions, GenerationActions, Submission } from './Limn.ts'
import { useSettled } from './useSettled.ts'
import { useSnapshot } from './useSnapshot.ts'

/** Where, and how many at once. */
export interface UseImageGenerationOptions extends Omit<GenerateOptions, 'again'> {
  /** When one that this component watched settles before its eyes; not for those found settled at mount. */
  onSettled?: ((generation: Generation) => void) | undefined
}

/** What `useImageGeneration` returns. */
export interface UseImageGenerationResult {
  /** With a slot: its newest. Without: the newest started by this component since it mounted. */
  readonly generation: Generation | undefined
  /** Of `generation`; empty when there is none. */
  readonly actions: GenerationActions
  /** The journal has been read: "nothing there" is now a fact. False on a server. */
  readonly ready: boolean
  readonly generate: (request: RequestInput, options?: Pick<GenerateOptions, 'again'>) => Submission
}

const NO_ACTIONS: GenerationActions = {}

const newScope = () => mintKey(Date.now())

/** One place on screen where pictures are made. Generations outlive the component: the provider watches them. */
export function useImageGeneration(options: UseImageGenerationOptions = {}): UseImageGenerationResult {
  const { slot, concurrency, whenBusy, onSettled } = options
  const engine = useEngine()
  // Not useId: two roots have the same ids, and a remounted component its old one.
  const [scope] = useState(newScope)
  const mounted = useRef(false)
  const generation = useSnapshot(
    (limn) => (slot === undefined ? limn.newestIn(scope) : limn.list({ slot })[0]),
    undefined,
  )
  const ready = useSnapshot((limn) => limn.journal().ready, false)

  useEffect(() => {
    mounted.current = true
  }, [])

  const watch = useSettled(engine, slot, generation, onSettled)

  const generate = useCallback<UseImageGenerationResult['generate']>(
    (request, { again } = {}) => {
      if (!mounted.current) throw new Error('limn: generate() was called while rendering. Call it where the user acts.')
      const submission = engine.start(request, { slot, concurrency, whenBusy, again, scope })
      watch(submission.key)
      return submission
    },
    [engine, slot, concurrency, whenBusy, scope, watch],
  )
  return { generation, actions: generation ? engine.actions(generation) : NO_ACTIONS, ready, generate }
}
