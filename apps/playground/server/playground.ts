import { createProxy, memoryLedger, type BlobStore, type Ledger } from '@limn/server'
import type { HttpBindings } from '@hono/node-server'
import { Hono, type Handler } from 'hono'
import { sceneRoute } from './sceneRoute.ts'
import type { OpenUpstream } from './upstream.ts'

/** What a route of the playground finds in its context. */
export interface PlaygroundEnv {
  Bindings: HttpBindings
}

/** Where the proxy is mounted. */
export const PATH = '/api/images'

/** Credits a day that the playground may spend with a real key. */
const REAL_CAP = 200

/** What else the playground may be given. */
interface Around {
  readonly env?: NodeJS.ProcessEnv
  /** @default one in memory */
  readonly ledger?: Ledger
  /** Where pictures are kept beyond upstream's URLs. @default nowhere */
  readonly archive?: BlobStore
  /** Uploads of reference pictures. @default not taken */
  readonly references?: { store: BlobStore; publicUrl: string } | undefined
}

/** The playground's server: the proxy at `/api/images`, what `/api/playground` says of it, and `pages` for all else. */
export async function createPlayground(
  { mode, upstream, scenes, close }: OpenUpstream,
  pages: Handler<PlaygroundEnv>,
  { env = {}, ledger = memoryLedger(), archive, references }: Around = {},
) {
  const proxy = createProxy({
    upstream,
    ledger,
    path: PATH,
    archive,
    references,
    watch: true,
    secret: env.LIMN_SECRET ?? crypto.randomUUID() + crypto.randomUUID(),
    dangerouslyAllowAnonymous: true,
    ...(mode === 'real' && { budget: { credits: readCap(env.LIMN_CAP), per: 'day' as const } }),
  })
  await proxy.ready()
  /** Credits of today's cap, as the proxy itself counts them; null where nothing is capped. */
  async function readCreditsLeft(): Promise<number | null> {
    const answer = await proxy(new Request(`http://localhost${PATH}/capabilities`))
    const { budget } = (await answer.json()) as { budget: { remaining: number } | null }
    return budget?.remaining ?? null
  }

  const app = new Hono<PlaygroundEnv>()
    .get('/api/playground', async (context) =>
      context.json({ mode, creditsLeft: await readCreditsLeft(), scenes: scenes?.names, scene: scenes?.current() }),
    )
    .put('/api/playground/scene', sceneRoute(scenes))
    .all(`${PATH}/*`, (context) => proxy(context.req.raw, { clientAddress: context.env.incoming.socket.remoteAddress }))
    .all('*', pages)

  return {
    app,
    async close() {
      await proxy.close()
      await close()
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
