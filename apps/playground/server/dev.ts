import { existsSync } from 'node:fs'
import { listen } from './listen.ts'
import { servePages } from './pages.ts'
import { createPlayground } from './playground.ts'
import { openUpstream } from './upstream.ts'

const env = new URL('../../../.env', import.meta.url)
if (existsSync(env)) process.loadEnvFile(env)
process.env.NODE_ENV ??= 'development'

const upstream = await openUpstream(process.env)
const pages = servePages(new URL('..', import.meta.url).pathname)
const playground = await createPlayground(upstream, pages.handle, process.env)
const { url, close } = await listen(playground.app, Number(process.env.PORT ?? 5173), pages.open)
console.log(`limn playground (${upstream.mode}) on ${url}`)

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void Promise.all([close(), playground.close()]).then(() => process.exit(0)))
