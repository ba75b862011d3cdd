import { createSimulator } from '@limn/simulator'
import { serveSimulator } from '@limn/simulator/node'
import { onTestFinished } from 'vitest'
import { assembleProxy } from '../../createProxy.ts'
import { systemEnvironment, type Environment } from '../../environment.ts'
import { memoryLedger } from '../../ledger/memory.ts'
import { handlerOf } from '../../node.ts'
import { API_KEY, SECRET } from '../../test/proxyUnderTest.ts'
import { listen } from '../../test/upstreamServer.ts'
import { gptImage2 } from '../../upstreams/gptImage2.ts'
import { checkPoints, type Result } from '../checkPoints.ts'
import { systemClock, type Clock } from '../clock.ts'
import { openVisit } from '../openVisit.ts'
import { PIXEL } from '../pixel.ts'
import type { CheckOptions } from '../visit.ts'
import { NONE, type Bend } from './bend.ts'
import { startPlainProxy } from './plainProxy.ts'

export const PAGES = 'https://pages.example'

interface Setup {
  readonly kind: 'limn' | 'plain'
  /** What it does wrong. @default nothing */
  readonly bend?: Bend | undefined
  /** Polls can be held. @default false */
  readonly watch?: boolean | undefined
}

/** A proxy on a real socket, over a simulator of its own, and a way to check it as alice and bob. */
export async function startChecked({ kind, bend = NONE, watch = false }: Setup) {
  // What is held is held for real seconds, and real pictures are painted.
  const environment = hurried(watch ? 1 : 50)
  const simulator = createSimulator({ apiKey: API_KEY, duration: 0, paint: watch ? undefined : dot })
  const upstream = await serveSimulator(simulator)
  onTestFinished(() => upstream.close())
  let honest: (request: Request) => Promise<Response> = () => Promise.reject(new Error('it is not open yet'))
  const handler = handlerOf((request: Request) => bend(request, honest))
  const front = await listen((incoming, outgoing) => void handler(incoming, outgoing).catch(() => outgoing.destroy()))
  onTestFinished(() => front.close())
  const endpoint = `${front.url}/api/images`
  honest = kind === 'limn' ? limn(upstream.url, endpoint, watch, environment) : await plain(upstream.url)

  return {
    simulator,
    async check(options: Partial<CheckOptions> = {}) {
      const whole: CheckOptions = {
        endpoint,
        caller: { cookie: 'session=alice' },
        other: { cookie: 'session=bob' },
        guests: false,
        credits: 0,
        apiKey: API_KEY,
        ...options,
      }
      const { visit, close } = await openVisit(whole, environment)
      const results: Result[] = []
      for await (const result of checkPoints(visit)) results.push(result)
      await close()
      const having = (verdict: string) =>
        results.filter(({ finding }) => finding.verdict === verdict).map(({ point }) => point.id)
      return { visit, results, having, faults: having('fault') }
    },
  }
}

const dot = async () => ({ bytes: new Uint8Array(PIXEL), type: 'image/png' })

/** A world whose clock and timers run that much faster than ours. */
function hurried(times: number): Environment & Clock {
  const since = Date.now()
  return {
    ...systemEnvironment,
    now: () => since + (Date.now() - since) * times,
    pause: (ms) => systemClock.pause(ms / times),
    after: (ms, task) => systemEnvironment.after(ms / times, task),
    variable: () => 'production',
  }
}

function limn(upstream: string, endpoint: string, watch: boolean, environment: Environment) {
  const files = new Map<string, Uint8Array>()
  const proxy = assembleProxy(
    {
      upstream: gptImage2({ apiKey: API_KEY, baseUrl: upstream }),
      ledger: memoryLedger(),
      secret: SECRET,
      origins: [PAGES],
      watch,
      references: {
        publicUrl: endpoint,
        store: {
          setItemRaw: async (name, bytes) => void files.set(name, bytes),
          getItemRaw: async (name) => files.get(name) ?? null,
          removeItem: async (name) => void files.delete(name),
        },
      },
      authorize: ({ headers }) => {
        const id = /session=(alice|bob)/.exec(headers.get('cookie') ?? '')?.[1]
        return id === undefined ? null : { id }
      },
    },
    environment,
  )
  onTestFinished(() => proxy.close())
  return (request: Request) => proxy(request, undefined)
}

async function plain(upstream: string) {
  const { url, close } = await startPlainProxy(upstream, API_KEY)
  onTestFinished(close)
  return async (request: Request) => {
    const { method, headers } = request
    const body = ['GET', 'HEAD'].includes(method) ? null : await request.arrayBuffer()
    const { pathname, search } = new URL(request.url)
    return fetch(url + pathname + search, { method, headers, body, redirect: 'manual' })
  }
}
