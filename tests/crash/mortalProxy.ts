import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'
import { createProxy, gptImage2, type Ledger } from '@limn/server'
import { toNodeHandler } from '@limn/server/node'
import { postgresLedger } from '@limn/server/postgres'
import { sqliteLedger } from '@limn/server/sqlite'

/** The steps of a create at which this proxy can die: just before or just after one step of its ledger is on disk. */
const STEPS = ['claim', 'accept', 'reject', 'release', 'doubt'] as const
type Step = (typeof STEPS)[number]

/** Nothing runs after this, as after a power cut. */
const die = () => process.kill(process.pid, 'SIGKILL')

/** The ledger of a process that dies before or after it has done this step. */
function mortal(ledger: Ledger, moment: 'before' | 'after', step: Step): Ledger {
  const done = ledger[step] as (...args: unknown[]) => Promise<unknown>
  return {
    ...ledger,
    [step]: async (...args: unknown[]) => {
      if (moment === 'before') return die()
      await done(...args)
      return die()
    },
  }
}

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    ledger: { type: 'string', default: '' },
    upstream: { type: 'string' },
    die: { type: 'string', default: '' },
  },
})
const [moment, step] = values.die.split(' ')
const found = STEPS.find((each) => each === step)
if ((moment !== 'before' && moment !== 'after') || !found) throw new Error(`--die: ${values.die}`)
const ledger = values.ledger.startsWith('sqlite:')
  ? sqliteLedger(values.ledger.slice('sqlite:'.length))
  : postgresLedger(values.ledger)
const proxy = createProxy({
  upstream: gptImage2({ baseUrl: values.upstream }),
  ledger: mortal(ledger, moment, found),
  authorize: (request) => ({ id: request.headers.get('x-user') ?? '' }),
  limits: { cap: { credits: 100, per: 'total' } },
  onEvent: () => {},
})
const handler = toNodeHandler(proxy)
const server = createServer((request, response) => void handler(request, response))
server.listen(Number(values.port), '127.0.0.1', () =>
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}${proxy.path}`),
)
