import { DEFAULT_CAPABILITIES, LimnError, type Capabilities, type Client } from '@limn/core'

/** What the proxy offers, asked once. */
export interface Known {
  /** The API page's defaults until the proxy has answered. */
  readonly get: () => Capabilities
  /** Asks if nobody has yet; again and again, for `patience` ms. @throws LimnError what stood in the way last */
  readonly ask: (patience: number) => Promise<Capabilities>
}

export function createKnown(client: Client, tell: () => void): Known {
  let known = DEFAULT_CAPABILITIES
  let asking: Promise<Capabilities> | undefined

  const once = () =>
    (asking ??= client
      .getCapabilities()
      .then((capabilities) => {
        known = capabilities
        tell()
        return capabilities
      })
      .finally(() => (asking = undefined)))

  return {
    get: () => known,
    ask: async (patience) => {
      if (known.source !== 'defaults') return known
      const until = Date.now() + patience
      for (let wait = 500; ; wait = Math.min(wait * 2, 15_000)) {
        try {
          return await once()
        } catch (error) {
          const pause = (error instanceof LimnError && error.retryAfter) || wait
          if (Date.now() + pause > until || (error instanceof LimnError && error.code === 'unauthenticated'))
            throw error
          await new Promise((resolve) => setTimeout(resolve, pause))
        }
      }
    },
  }
}
