import { mintKey, toRequest, type Generation, type LimnError, type RequestInput } from '@limn/core'
import { createLists } from '../createLists.ts'
import type { Engine, ScopedOptions } from '../Engine.ts'
import type { Submission } from '../Limn.ts'
import { sameItems } from '../sameItems.ts'
import { awaited } from './awaited.ts'

/** What was asked for before the engine was there: shown as `queued`, sent nowhere. */
export interface Early extends Pick<Engine, 'list' | 'find' | 'newestIn'> {
  readonly ask: (input: RequestInput, options: ScopedOptions) => Submission
  readonly submission: (key: string) => Submission | undefined
  /** They are the engine's from here on, in the order in which they were asked for. */
  readonly enter: (engine: Engine) => void
  /** The engine did not come: what waits for it has failed. */
  readonly refuse: (error: LimnError) => void
  readonly clear: () => void
}

interface Asked {
  readonly input: RequestInput
  readonly options: ScopedOptions
  /** Part by part equal for what one intent is. */
  readonly intent: readonly unknown[]
  readonly submission: Submission
  generation: Generation
  /** Ends the waiting of `submission`: here is one that knows more. */
  readonly follow: (known: Omit<Submission, 'key'>) => void
}

export function createEarly(): Early {
  let asked: readonly Asked[] = []
  const lists = createLists()
  const of = ({ generation }: Asked) => generation
  const byKey = (key: string) => asked.find(({ submission }) => submission.key === key)
  const stop = (one: Asked) => {
    const ended = Promise.resolve(one.generation)
    one.follow({ submitted: ended, outcome: ended })
  }

  return {
    ask: (input, options) => {
      const { slot, scope, again, replaces } = options
      const request = toRequest(input)
      const files = input.image_urls?.filter((reference) => typeof reference !== 'string') ?? []
      const intent = [JSON.stringify([request, slot, slot === undefined && scope]), ...files]
      const twin = asked.find((one) => one.generation.live && sameItems(one.intent, intent))
      if (twin && !again) return twin.submission
      const at = Date.now()
      const key = mintKey(at)
      const { promise, resolve: follow } = Promise.withResolvers<Omit<Submission, 'key'>>()
      const submission = awaited(key, promise)
      const generation: Generation = {
        key,
        ...(slot !== undefined && { slot }),
        request,
        status: 'queued',
        settled: false,
        live: true,
        images: [],
        createdAt: at,
        stale: false,
        detached: false,
        confirming: false,
        needsAuth: false,
        favourite: false,
      }
      const others = asked.filter((one) => one.submission.key !== replaces)
      asked = [{ input, options, intent, submission, generation, follow }, ...others]
      return submission
    },
    submission: (key) => byKey(key)?.submission,
    find: (key) => byKey(key)?.generation,
    list: (filter = {}) =>
      lists(
        filter,
        filter.dismissed ? [] : asked.map(of).filter(({ slot }) => [undefined, slot].includes(filter.slot)),
      ),
    newestIn: (scope) => asked.find(({ options }) => options.scope === scope)?.generation,
    enter: (engine) => {
      for (const { input, options, generation, follow } of asked.toReversed()) {
        const { key, createdAt: at, error } = generation
        follow(engine.start(input, { ...options, early: { key, at, error } }))
      }
      asked = []
    },
    refuse: (error) => {
      for (const one of asked) {
        if (!one.generation.live) continue
        const settledAt = Date.now()
        one.generation = {
          ...one.generation,
          status: 'failed',
          error,
          settled: true,
          live: false,
          settledAt,
        } as Generation
        stop(one)
      }
    },
    clear: () => {
      asked.forEach(stop)
      asked = []
    },
  }
}
