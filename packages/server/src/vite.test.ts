import { createServer } from 'vite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createProxy } from './createProxy.ts'
import { memoryLedger } from './ledger/memory.ts'
import { API_KEY, SECRET } from './test/proxyUnderTest.ts'
import { json, startUpstream, taskBody } from './test/upstreamServer.ts'
import { gptImage2 } from './upstreams/gptImage2.ts'
import { limn } from './vite.ts'

let upstream: Awaited<ReturnType<typeof startUpstream>>
beforeAll(async () => {
  upstream = await startUpstream((_, response) => json(response, 200, taskBody('t')))
})
afterAll(() => upstream.close())

it('puts the proxy into vite dev, beside the pages', async () => {
  const proxy = createProxy({
    upstream: gptImage2({ apiKey: API_KEY, baseUrl: upstream.url }),
    ledger: memoryLedger(),
    secret: SECRET,
    dangerouslyAllowAnonymous: true,
  })
  const vite = await createServer({
    configFile: false,
    logLevel: 'silent',
    root: import.meta.dirname,
    plugins: [limn(proxy)],
    server: { port: 0, host: '127.0.0.1', watch: null, hmr: false, ws: false },
  })
  await vite.listen()
  const url = vite.resolvedUrls!.local[0]!
  expect(await (await fetch(`${url}api/images/capabilities`)).json()).toMatchObject({ limn: 1, ledger: 'memory' })
  expect((await fetch(`${url}api/imagesX`)).headers.get('limn-ledger')).toBeNull()
  await vite.close()
})
