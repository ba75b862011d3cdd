import { createProxy, memoryLedger } from '@limn/server'
import { Hono } from 'hono'
import type { PlaygroundEnv } from './listen.ts'
import { servePages } from './pages.ts'
import { openUpstream } from './upstream.ts'

const PATH = '/api/images'

/** Credits a day that the playground may spend with a real key. */
const REAL_CAP = 200

/** The playground's server: pages, proxy and upstream in one process. A key in `env` makes it real. */
export async function createPlayground(env: NodeJS.ProcessEnv) {
  const upstream = await openUpstream(env)
  const proxy = createProxy({
    upstream: upstream.upstream,
    ledger: memoryLedger(),
    path: PATH,
    secret: env.LIMN_SECRET ?? crypto.randomUUID() + crypto.randomUUID(),
    dangerouslyAllowAnonymous: true,
    ...(upstream.mode === 'real' && { budget: { credits: readCap(env.LIMN_CAP), per: 'day' as const } }),
  })
  await proxy.ready()
  const pages = servePages()
  const app = new Hono<PlaygroundEnv>()
    .get('/api/playground', (context) => context.json({ mode: upstream.mode }))
    .all(`${PATH}/*`, (context) => proxy(context.req.raw))
    .all('*', pages.handle)

  return {
    app,
    mode: upstream.mode,
    page: pages.open,
    async close() {
      await proxy.close()
      await upstream.close()
    },
  }
}

function readCap(value: string | undefined): number {
  if (value === undefined || value === '') return REAL_CAP
  const cap = Number(value)
  if (!Number.isInteger(cap) || cap < 0)
    throw new Error('LIMN_CAP must be a whole number of credits a day, such as 200.')
  return cap
}
