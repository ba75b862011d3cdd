import { DEFAULT_CAPABILITIES, type LimnError } from '@limn/core'
import { QueryClient } from '@tanstack/react-query'
import { awaited } from './early/awaited.ts'
import { createEarly } from './early/createEarly.ts'
import { lazyClient } from './early/lazyClient.ts'
import { patiently } from './early/patiently.ts'
import type { Engine } from './Engine.ts'
import type { GenerationActions, LimnOptions, Submission } from './Limn.ts'
import { onlyInBrowsers } from './verbs/onlyInBrowsers.ts'

const NO_ACTIONS: GenerationActions = {}
const UNREAD = { ready: false, durable: true }
/** ms between attempts of a mounted one, after those of `patiently` failed. */
const AGAIN = 15_000

/** Brings the engine's code. */
type Load = () => Promise<Pick<typeof import('./createEngine.ts'), 'createEngine'>>

/**
 * An engine whose code comes once it is mounted or asked for something: a page shows before that. Until then the journal
 * is unread, and what is begun is `queued`: nothing leaves this browser before all that watches over it is there.
 */
export function createLazyEngine(initial: LimnOptions, load: Load = () => import('./createEngine.ts')): Engine {
  let options = initial
  let engine: Engine | undefined
  let coming: Promise<Engine> | undefined
  let isLeft = false
  const arrival = Promise.withResolvers<Engine>()
  const queryClient = initial.queryClient ?? new QueryClient()
  const early = createEarly()
  const later = new Map<string, Submission>()
  const listeners = new Set<() => void>()
  const tell = () => listeners.forEach((listener) => listener())

  async function bring(): Promise<Engine> {
    const { createEngine } = await patiently(load).catch(fail)
    engine = createEngine({ ...options, queryClient })
    if (isLeft) engine.leave()
    arrival.resolve(engine)
    engine.subscribe(tell)
    early.enter(engine)
    tell()
    return engine
  }

  function fail(error: LimnError): never {
    coming = undefined
    early.refuse(error)
    tell()
    throw error
  }

  /** The engine, sent for if it is not there. @throws LimnError when its code does not come; asked again, it is sent for again */
  const need = () => (coming ??= bring())

  const start: Engine['start'] = (request, scoped = {}) => {
    if (engine) return engine.start(request, scoped)
    onlyInBrowsers()
    const asked = early.ask(request, scoped)
    need().catch(() => {})
    tell()
    return asked
  }

  function submission(key: string): Submission {
    const known = engine?.submission(key) ?? early.submission(key) ?? later.get(key)
    if (known) return known
    const made = awaited(
      key,
      arrival.promise.then((arrived) => arrived.submission(key)),
    )
    later.set(key, made)
    return made
  }

  /** The engine, sent for again and again for as long as it is wanted. */
  async function seek(isWanted: () => boolean): Promise<Engine | undefined> {
    if (!isWanted()) return undefined
    try {
      return await need()
    } catch (error) {
      // Its code came: this is no matter of trying again.
      if (coming) throw error
      await Promise.race([arrival.promise, new Promise((resolve) => setTimeout(resolve, AGAIN))])
      return seek(isWanted)
    }
  }

  return {
    get core() {
      return engine?.core
    },
    client: lazyClient(async () => (await need()).client),
    queryClient,
    start,
    generate: start,
    actions: (generation) => engine?.actions(generation) ?? NO_ACTIONS,
    find: (key) => (engine ?? early).find(key),
    list: (filter) => (engine ?? early).list(filter),
    newestIn: (scope) => (engine ?? early).newestIn(scope),
    outcome: (key) => submission(key).outcome,
    submission,
    imageFailed: (generation, index) => engine?.imageFailed(generation, index),
    capabilities: () => engine?.capabilities() ?? DEFAULT_CAPABILITIES,
    journal: () => engine?.journal() ?? UNREAD,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    clear: async () => {
      early.clear()
      tell()
      await (await need()).clear()
    },
    mount: (inBackground) => {
      let left = false
      let leave = () => {}
      const enter = async () => {
        const there = await seek(() => !left)
        if (there && !left) leave = there.mount(inBackground)
      }
      void enter()
      return () => {
        left = true
        leave()
      }
    },
    configure: (next) => {
      options = next
      engine?.configure(next)
    },
    leave: () => {
      isLeft = true
      early.clear()
      engine?.leave()
    },
  }
}
