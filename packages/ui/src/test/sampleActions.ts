import type { Generation } from '@limn/core'
import type { GenerationActions, Limn, Submission } from '@limn/react'

/** limn that also offers the verbs of generations it does not hold, so that a story shows its buttons. They do nothing. */
export function withSampleActions(limn: Limn): Limn {
  const made = new WeakMap<Generation, GenerationActions>()
  return Object.assign(Object.create(limn) as Limn, {
    actions(generation: Generation): GenerationActions {
      if (limn.find(generation.key)) return limn.actions(generation)
      const actions = made.get(generation) ?? sampleActions(generation)
      made.set(generation, actions)
      return actions
    },
  })
}

function sampleActions({
  status,
  live,
  settled,
  taskId,
  detached,
  stale,
  needsAuth,
  confirming,
  favourite,
}: Generation) {
  const running = live && taskId !== undefined
  const unsure = status === 'uncertain' && !confirming
  return {
    ...((status === 'failed' || status === 'canceled') && { retry: submit }),
    ...(unsure && { checkAgain: nothing, retryMayChargeAgain: submit }),
    ...(running && (stale || needsAuth) && { checkAgain: nothing }),
    ...(status === 'queued' && { cancel: nothing }),
    ...(running && (detached ? { attach: nothing } : { detach: nothing })),
    ...(settled && taskId !== undefined && { again: submit }),
    ...((!live || detached) && { dismiss: nothing }),
    [favourite ? 'unfavourite' : 'favourite']: nothing,
  }
}

const nothing = () => {}
const never = new Promise<Generation>(nothing)
const submit = (): Submission => ({ key: '', submitted: never, outcome: never })
