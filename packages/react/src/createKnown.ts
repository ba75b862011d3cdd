import { DEFAULT_CAPABILITIES, LimnError, type Capabilities, type Client } from '@limn/core'
import type { Wake } from './poll/createWake.ts'

/** What the proxy offers, asked once. */
export interface Known {
  /** The API page's defaults until the proxy has answered. */
  readonly get: () => Capabilities
  /** Asks if nobody has yet; again and again, for `patience` ms. @throws LimnError what stood in the way last */
  readonly ask: (patience: number) => Promise<Capabilities>
  /** Another person may be signed in: the next to ask asks anew. */
  readonly forget: () => void
}

export function createKnown(client: Client, tell: () => void, { sleep }: Wake): Known {
  let known = DEFAULT_CAPABILITIES
  let asking: Promise<Capabilities> | undefined
  let found = Promise.withResolvers<void>()

  function once(): Promise<Capabilities> {
    if (asking) return asking
    const asked = client
      .getCapabilities()
      .then((capabilities) => {
        // An answer to what was asked before `forget` may be about someone else.
        if (asking !== asked) return capabilities
        known = capabilities
        found.resolve()
        tell()
        return capabilities
      })
      .finally(() => {
        if (asking === asked) asking = undefined
      })
    asking = asked
    return asked
  }

  return {
    get: () => known,
    forget: () => {
      known = DEFAULT_CAPABILITIES
      asking = undefined
      found = Promise.withResolvers()
    },
    ask: async (patience) => {
      const until = Date.now() + patience
      for (let wait = 500; ; wait = Math.min(wait * 2, 15_000)) {
        if (known.source !== 'defaults') return known
        try {
          const capabilities = await once()
          if (capabilities === known) return capabilities
        } catch (error) {
          const pause = (error instanceof LimnError && error.retryAfter) || wait
          if (Date.now() + pause > until || (error instanceof LimnError && error.code === 'unauthenticated'))
            throw error
          // Whoever is answered first ends the waiting of all.
          await Promise.race([sleep(pause), found.promise])
        }
      }
    },
  }
}
