import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gptImage2, type LimnProxy, type Principal } from '@limn/server'
import { toNodeHandler } from '@limn/server/node'
import { createSimulator, type SimulatorOptions } from '@limn/simulator'
import { serveSimulator } from '@limn/simulator/node'
import { onTestFinished } from 'vitest'

/** A user's proxy as `make` builds it over a simulator, both over real HTTP until the test ends. */
export async function serveProxy<P extends Principal>(
  make: (upstream: ReturnType<typeof gptImage2>) => LimnProxy<P>,
  options: SimulatorOptions = {},
) {
  const simulator = createSimulator({ apiKey: 'sk-of-a-use', ...options })
  const upstream = await serveSimulator(simulator)
  const proxy = make(gptImage2({ apiKey: 'sk-of-a-use', baseUrl: upstream.url }))
  const handler = toNodeHandler(proxy)
  const server = createServer((request, response) => void handler(request, response))
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    server.close()
    await proxy.close()
    await upstream.close()
  })
  return { simulator, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}${proxy.path}` }
}
