import { existsSync } from 'node:fs'
import { listen } from './listen.ts'
import { createPlayground } from './playground.ts'

const env = new URL('../../../.env', import.meta.url)
if (existsSync(env)) process.loadEnvFile(env)
process.env.NODE_ENV ??= 'development'

const playground = await createPlayground(process.env)
const { url, close } = await listen(playground.app, Number(process.env.PORT ?? 5173), playground.page)
console.log(`limn playground (${playground.mode}) on ${url}`)

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void Promise.all([close(), playground.close()]).then(() => process.exit(0)))
