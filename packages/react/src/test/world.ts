import { createProxy, gptImage2, memoryLedger } from '@limn/server'
import { createSimulator, type Simulator } from '@limn/simulator'
import { createLimn, type Limn, type LimnOptions } from '../index.ts'

/** The real server over the real simulator, or the simulator alone behind a proxy that only adds the key. */
export interface World {
  readonly simulator: Simulator
  /** Where the proxy is mounted. */
  readonly path: string
  /** What the browser sent, as "METHOD /path". */
  readonly sent: string[]
  /** Answers instead of the proxy, where it returns something. */
  intercept: ((request: Request) => Promise<Response | undefined> | Response | undefined) | undefined
  readonly fetch: (request: Request) => Promise<Response>
  /** A fresh page: a Limn over whatever this browser stored. */
  readonly page: (options?: LimnOptions) => Limn
}

export type Kind = 'limn' | 'plain'

let worlds = 0

/** `duration`: ms a task takes. */
export function createWorld(kind: Kind, { duration = 30 } = {}): World {
  worlds += 1
  const path = `/world-${worlds}`
  const simulator = createSimulator({ duration })
  const proxy = createProxy({
    path,
    upstream: gptImage2({ apiKey: 'test', fetch: simulator.fetch }),
    ledger: memoryLedger(),
    authorize: () => ({ id: 'u1' }),
  })
  const plain = (request: Request) => {
    const headers = new Headers(request.headers)
    headers.set('authorization', 'Bearer test')
    return simulator.fetch(
      new Request(new URL(request.url.replace(path, '/images')), {
        method: request.method,
        headers,
        body: request.body,
        duplex: 'half',
      } as RequestInit),
    )
  }
  const world: World = {
    path,
    simulator,
    sent: [],
    intercept: undefined,
    fetch: async (request) => {
      world.sent.push(`${request.method} ${new URL(request.url).pathname.replace(path, '')}`)
      return (await world.intercept?.(request)) ?? (kind === 'plain' ? plain(request) : proxy(request))
    },
    page: (options) => createLimn({ endpoint: path, fetch: world.fetch, pollInterval: 340, ...options }),
  }
  return world
}
