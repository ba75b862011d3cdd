import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sqliteLedger } from '@limn/server/sqlite'
import { createStorage } from 'unstorage'
import fs from 'unstorage/drivers/fs-lite'
import { keepSecret } from './keepSecret.ts'
import { listen, type Pages } from './listen.ts'
import { createPlayground, PATH } from './playground.ts'
import { openUpstream } from './upstream.ts'

const PORT = 5173

/** The playground as it runs by itself, with what it keeps in `.limn`; ends with the process. */
export async function serve(pages: Pages): Promise<void> {
  const env = new URL('../../../.env', import.meta.url)
  if (existsSync(env)) process.loadEnvFile(env)
  process.env.NODE_ENV ??= 'development'

  const upstream = await openUpstream(process.env)
  const folder = process.env.LIMN_FOLDER ?? fileURLToPath(new URL('../../../.limn', import.meta.url))
  const ledger = sqliteLedger(join(folder, `${upstream.mode}.db`))
  // The simulator forgets its pictures when it ends; real ones were paid for and are found again.
  if (upstream.mode === 'real') process.env.LIMN_SECRET ??= keepSecret(folder)
  const archive = createStorage({ driver: fs({ base: join(folder, `${upstream.mode}-pictures`) }) })
  const { url, serve: serveApp, close } = await listen(Number(process.env.PORT ?? PORT))
  // The simulator reaches this machine; the real service needs an address of the open internet, or there are no uploads.
  const publicUrl = upstream.mode === 'real' ? process.env.LIMN_PUBLIC_URL : `${url}${PATH}`
  const store = createStorage({ driver: fs({ base: join(folder, `${upstream.mode}-references`) }) })
  const references = publicUrl ? { store, publicUrl } : undefined
  const playground = await createPlayground(upstream, pages.handle, { env: process.env, ledger, archive, references })
  await serveApp(playground.app, pages)
  console.log(`limn playground (${upstream.mode}) on ${url}`)

  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void Promise.all([close(), playground.close()]).then(() => process.exit(0)))
}
