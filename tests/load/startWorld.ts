import { createSimulator } from '@limn/simulator'
import { serveSimulator } from '@limn/simulator/node'
import { buildServer } from '../crash/buildServer.ts'
import { startProxy } from '../crash/startProxy.ts'
import { sqliteStore } from '../crash/store.ts'

const API_KEY = 'sk-load-0123456789'
const MANY = '100000000'

/** The built proxy on SQLite, with no rate in its way, beside the simulator. `flags`: more for the command line. */
export async function startWorld(...flags: readonly string[]) {
  const built = await buildServer()
  const simulator = createSimulator({ apiKey: API_KEY, balance: 1e9, duration: 1 })
  const upstream = await serveSimulator(simulator)
  return {
    simulator,
    upstream: upstream.url,
    /** One more proxy, on a ledger of its own: SQLite unless told otherwise. */
    async open(kind: 'sqlite' | 'memory' = 'sqlite') {
      const store = sqliteStore()
      if (kind === 'sqlite') await store.migrate()
      const choice = kind === 'sqlite' ? store.ledger : 'memory'
      const rates = ['--creates-per-minute', MANY, '--reads-per-minute', MANY, '--polls-per-second', '1000']
      const { url, child } = await startProxy({
        cli: built.cli,
        args: ['--upstream', upstream.url, '--ledger', choice, '--principal-header', 'x-user', ...rates, ...flags],
        env: { GPT_IMAGE_2_API_KEY: API_KEY, LIMN_SECRET: 'a secret of more than thirty-two bytes' },
      })
      return {
        url,
        pid: child.pid!,
        async close() {
          child.kill('SIGKILL')
          await store.remove()
        },
      }
    },
    async close() {
      await upstream.close()
      built.remove()
    },
  }
}

/** The value below which this share of them lies. */
export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!
