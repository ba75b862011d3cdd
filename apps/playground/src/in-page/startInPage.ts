import { createProxy, gptImage2, memoryLedger } from '@limn/server'
import { createSimulator } from '@limn/simulator'
import { toMswHandlers } from '@limn/simulator/msw'
import { http, HttpResponse } from 'msw'
import { setupWorker } from 'msw/browser'
import { createScenes } from '../../server/scenes.ts'
import type { Service } from '../scene/useService.ts'

/** The whole of it inside of this page: proxy, ledger and simulator behind a service worker. A reload starts anew. */
export async function startInPage(): Promise<void> {
  const simulator = createSimulator({ balance: 1_000_000 })
  const upstream = gptImage2({
    apiKey: simulator.apiKey,
    baseUrl: new URL('/simulated/api/v1', location.href).href,
    fetch: simulator.fetch,
  })
  const proxy = createProxy({
    upstream,
    ledger: memoryLedger(),
    secret: crypto.randomUUID() + crypto.randomUUID(),
    authorize: () => ({ id: 'visitor' }),
    watch: true,
  })
  const scenes = createScenes(new URL('/_simulator/faults', location.href), simulator.fetch)
  const worker = setupWorker(
    ...toMswHandlers((request) => proxy(request)),
    http.get('/api/playground', () => {
      const service: Service = { mode: 'simulated', creditsLeft: null, scenes: scenes.names, scene: scenes.current() }
      return HttpResponse.json(service)
    }),
    http.put('/api/playground/scene', async ({ request }) => {
      const { name } = (await request.json()) as { name: string | null }
      return new HttpResponse(null, { status: (await scenes.play(name)) ? 204 : 400 })
    }),
  )
  await worker.start({ quiet: true, serviceWorker: { url: new URL('mockServiceWorker.js', document.baseURI).href } })
}
