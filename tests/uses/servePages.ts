import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gptImage2, type LimnProxy, type Principal } from '@limn/server'
import { toNodeHandler } from '@limn/server/node'
import { createSimulator, type Paint, type SimulatorOptions } from '@limn/simulator'
import { serveSimulator } from '@limn/simulator/node'
import react from '@vitejs/plugin-react'
import express, { type Express } from 'express'
import sharp from 'sharp'
import { build, defaultClientConditions } from 'vite'
import { root } from '../rules/sources.ts'

/** The pages of the uses as they would be deployed; they lie in `folder` until they are removed. */
export async function buildPages() {
  const folder = await mkdtemp(join(tmpdir(), 'limn-uses-'))
  await build({
    configFile: false,
    root: join(root, 'tests/uses/pages'),
    logLevel: 'error',
    plugins: [react({ compiler: true })],
    resolve: { conditions: ['@limn/source', ...defaultClientConditions], dedupe: ['react', 'react-dom'] },
    build: { outDir: folder, emptyOutDir: true, minify: false },
  })
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

interface App<P extends Principal> {
  readonly proxy: LimnProxy<P>
  /** The app's own routes. */
  readonly routes?: Express
}

/** Built pages over real HTTP, with the proxy that `make` builds over a real simulator beside them. */
export async function servePages<P extends Principal>(
  folder: string,
  make: (upstream: ReturnType<typeof gptImage2>) => App<P>,
  options: SimulatorOptions = {},
) {
  const simulator = createSimulator({ apiKey: 'sk-of-a-page', duration: 600, paint: flat, ...options })
  const upstream = await serveSimulator(simulator)
  const { proxy, routes = express() } = make(gptImage2({ apiKey: 'sk-of-a-page', baseUrl: upstream.url }))
  const handler = toNodeHandler(proxy)
  const pages = routes.use(express.static(folder), (_request, response) =>
    response.sendFile(join(folder, 'index.html')),
  )
  const server = createServer((request, response) =>
    request.url!.startsWith(proxy.path) ? void handler(request, response) : pages(request, response),
  ).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    simulator,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      server.close()
      await proxy.close()
      await upstream.close()
    },
  }
}

/** Of the size that was asked for, and nothing on it. */
const flat: Paint = async ({ size }) => {
  const [width = 1024, height = 1024] = /^\d+x\d+$/.test(size) ? size.split('x').map(Number) : []
  const picture = sharp({ create: { width, height, channels: 3, background: '#c0391b' } }).png({ compressionLevel: 1 })
  return { bytes: Uint8Array.from(await picture.toBuffer()), type: 'image/png' }
}
