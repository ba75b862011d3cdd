import { createLimn, type Limn } from '@limn/react'
import { createProxy, gptImage2, memoryLedger } from '@limn/server'
import { createSimulator } from '@limn/simulator'

/** limn on a proxy that turns the first create away, for so many seconds. */
export function busyFor(seconds: number): Limn {
  const simulator = createSimulator({ duration: 0 })
  const proxy = createProxy({
    upstream: gptImage2({ apiKey: simulator.apiKey, baseUrl: 'http://127.0.0.1/api/v1', fetch: simulator.fetch }),
    ledger: memoryLedger(),
    authorize: () => ({ id: 'a reader' }),
    images: false,
    secret: 'a secret of the tests, long enough to be one',
  })
  let creates = 0
  return createLimn({
    endpoint: 'http://limn.test/api/images',
    journal: 'memory',
    fetch: async (request) =>
      request.method === 'POST' && request.url.endsWith('/generations') && (creates += 1) === 1
        ? Response.json(
            { error: { message: 'slow down', type: 'api_error', param: null, code: 'rate_limited' } },
            { status: 429, headers: { 'limn-ledger': 'memory', 'retry-after': `${seconds}` } },
          )
        : proxy(request),
  })
}
