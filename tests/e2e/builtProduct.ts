import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createProxy, gptImage2, memoryLedger, type LimnProxy } from '@limn/server'
import { toNodeHandler } from '@limn/server/node'
import { createSimulator, type SimulatorOptions } from '@limn/simulator'
import { serveSimulator } from '@limn/simulator/node'
import express from 'express'
import { root } from '../rules/sources.ts'
import { buildForProduction } from './buildForProduction.ts'
import { dot } from './dot.ts'

const API_KEY = 'sk-e2e-CANARY-0123456789'

/** A request. Times in ms since the epoch; `end` is absent while it is under way. */
export interface Arrival {
  readonly path: string
  readonly at: number
  end?: number
}

interface BuiltProductOptions extends SimulatorOptions {
  /** The proxy watches its tasks, and so holds polls; else it asks upstream when it is asked. @default false */
  readonly watch?: boolean
}

/** The app of these tests as it would be deployed: built pages, and a proxy whose ledger can be lost. */
export async function startBuiltProduct({ watch = false, ...options }: BuiltProductOptions = {}) {
  const simulator = createSimulator({ duration: 400, apiKey: API_KEY, paint: dot, ...options })
  const upstream = await serveSimulator(simulator)
  const folder = await mkdtemp(join(tmpdir(), 'limn-e2e-'))
  await buildForProduction({ root: join(root, 'tests/e2e/app'), build: { outDir: folder, emptyOutDir: true } })
  const pages = express().use(express.static(folder))

  const proxies: LimnProxy[] = []
  const closeProxies = () => Promise.all(proxies.splice(0).map((proxy) => proxy.close()))
  function openProxy() {
    const proxy = createProxy({
      upstream: gptImage2({ apiKey: API_KEY, baseUrl: upstream.url }),
      ledger: memoryLedger(),
      secret: 'a secret of more than thirty-two bytes',
      authorize: () => ({ id: 'u1' }),
      watch,
    })
    proxies.push(proxy)
    return toNodeHandler(proxy)
  }

  let api = openProxy()
  let lag = 0
  const arrivals: Arrival[] = []
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url!
    const arrival: Arrival = { path, at: Date.now() }
    arrivals.push(arrival)
    outgoing.on('close', () => (arrival.end = Date.now()))
    if (path.startsWith('/api/images')) setTimeout(() => void api(incoming, outgoing), lag)
    else pages(incoming, outgoing)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  return {
    port,
    url: `http://localhost:${port}`,
    simulator,
    watch,
    creates: () => arrivals.filter(({ path }) => path.endsWith('/generations')),
    /** Looks at tasks, in order of arrival. */
    polls: () => arrivals.filter(({ path }) => /\/tasks(\/[^/]+$|\?ids=)/.test(path)),
    /** From here on the proxy knows nothing of what it did. */
    loseLedger() {
      api = openProxy()
    },
    /** Breaks every connection. */
    disconnect: () => server.closeAllConnections(),
    /** ms by which every request to the proxy is held up. */
    slowDown(ms: number) {
      lag = ms
    },
    async reset() {
      await closeProxies()
      simulator.reset()
      api = openProxy()
      arrivals.length = 0
      lag = 0
    },
    async close() {
      server.close()
      server.closeAllConnections()
      await closeProxies()
      await upstream.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export type BuiltProduct = Awaited<ReturnType<typeof startBuiltProduct>>

/** How many of these requests were under way at once, at most. */
export function mostAtOnce(arrivals: readonly Arrival[]): number {
  const during = (at: number) => arrivals.filter((one) => one.at <= at && at < (one.end ?? Infinity)).length
  return Math.max(0, ...arrivals.map(({ at }) => during(at)))
}
