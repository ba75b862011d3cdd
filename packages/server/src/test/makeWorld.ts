import { expect, onTestFinished } from 'vitest'
import type { Ledger } from '../ledger/ledger.ts'
import { memoryLedger } from '../ledger/memory.ts'
import { proxyUnderTest, testEnvironment } from './proxyUnderTest.ts'
import { taskBody } from './upstreamServer.ts'

export const PICTURE = { url: 'https://cdn.example/1.png' }
/** An upstream in this process, whose tasks end when told, and what has been asked of it. */
function makeUpstream() {
  const looks: string[] = []
  const upstream = {
    looks,
    ids: 0,
    status: 'processing',
    cut: false,
    /** Only this one has the status. */
    only: undefined as string | undefined,
    answer: undefined as (() => Response) | undefined,
  }
  const fetch = async (request: Request) => {
    if (upstream.cut) throw new Error('cut')
    if (request.method === 'POST') return Response.json(taskBody(`t${(upstream.ids += 1)}`))
    const id = request.url.split('/').at(-1)!
    looks.push(id)
    if (upstream.answer) return upstream.answer()
    const status = upstream.only === undefined || upstream.only === id ? upstream.status : 'processing'
    return Response.json(taskBody(id, { status, data: status === 'succeeded' ? [PICTURE] : [] }))
  }
  return Object.assign(upstream, { fetch })
}

/** A world of proxies on one clock and, unless told otherwise, one ledger. */
export function makeWorld() {
  const environment = testEnvironment()
  const upstream = makeUpstream()
  const ledger = memoryLedger({ now: environment.now })
  function open(options: Parameters<typeof proxyUnderTest>[0] = {}) {
    const tools = proxyUnderTest({ environment, ledger, fetch: upstream.fetch, watch: true, ...options })
    onTestFinished(() => tools.proxy.close())
    return tools
  }
  /** Time goes by, and what it sets off comes to rest. */
  async function pass(ms: number) {
    for (let gone = 0; gone < ms; gone += 250) {
      environment.advance(250)
      // oxlint-disable-next-line no-await-in-loop -- one step after the other
      await rest()
    }
  }
  const create = async (tools: ReturnType<typeof open>) =>
    ((await (await tools.create(tools.key())).json()) as { id: string }).id
  /** Asks, and comes back once the answer is held; `over` tells whether it has come. */
  async function hold<T>(ask: () => Promise<T>) {
    const before = environment.pending()
    const promise = ask()
    const held = { over: false, promise: promise.finally(() => (held.over = true)) }
    await expect.poll(() => environment.pending()).toBeGreaterThan(before)
    return held
  }
  return { environment, upstream, ledger, open, pass, create, hold }
}

/** Lets promises that wait for no timer and no socket run out, those of WebCrypto's threads included. */
export async function rest() {
  for (let turn = 0; turn < 8; turn += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one turn after the other
    await new Promise((resolve) => setImmediate(resolve))
    // oxlint-disable-next-line no-await-in-loop -- what was asked for before it comes before it
    await crypto.subtle.digest('SHA-256', NOTHING)
  }
}

const NOTHING = new Uint8Array()

/** A ledger that outlives the proxies on it. */
export const makeSticky = (ledger: Ledger): Ledger => ({ ...ledger, close: async () => {} })

/** The status a poll told. */
export const statusOf = async (answer: Response | Promise<Response>) =>
  ((await (await answer).json()) as { status?: string }).status
