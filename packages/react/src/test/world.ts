import { createProxy, gptImage2, memoryLedger, type BlobStore } from '@limn/server'
import { createSimulator, type Simulator } from '@limn/simulator'
import { createLimn, type Limn, type LimnOptions } from '../index.ts'

/** The real server over the real simulator, or the simulator alone behind a proxy that only adds the key. */
export interface World {
  readonly simulator: Simulator
  /** Where uploaded files are kept, by name. */
  readonly files: Map<string, unknown>
  /** Where the proxy is mounted. */
  readonly path: string
  /** Who is signed in at the proxy. */
  user: string
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

/** `duration`: ms a task takes; `maxBytes`: of an upload, which is not offered without it. */
export function createWorld(kind: Kind, { duration = 30, maxBytes = 0 } = {}): World {
  worlds += 1
  const path = `/world-${worlds}`
  const files = new Map<string, unknown>()
  const simulator = createSimulator({ duration, fetchReference: (url) => proxy(new Request(url)) })
  const proxy = createProxy({
    path,
    upstream: gptImage2({ apiKey: 'test', fetch: simulator.fetch }),
    ledger: memoryLedger(),
    authorize: () => ({ id: world.user }),
    secret: 'a secret of the tests, long enough to be one',
    ...(maxBytes > 0 && { references: { store: storeOf(files), publicUrl: `http://127.0.0.1${path}`, maxBytes } }),
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
    files,
    user: 'u1',
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

const storeOf = (files: Map<string, unknown>): BlobStore => ({
  setItemRaw: async (name, bytes) => void files.set(name, bytes),
  getItemRaw: async (name) => files.get(name) ?? null,
  removeItem: async (name) => void files.delete(name),
  hasItem: async (name) => files.has(name),
})
