import { once } from 'node:events'
import { join } from 'node:path'
import { mintKey } from '@limn/core'
import { createSimulator, type FaultEffect } from '@limn/simulator'
import { serveSimulator } from '@limn/simulator/node'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it, onTestFinished } from 'vitest'
import { root } from '../rules/sources.ts'
import { ask, post, type Intent } from './intent.ts'
import { startProxy, type Started } from './startProxy.ts'
import { postgresStore, sqliteStore, type Store } from './store.ts'

const API_KEY = 'sk-steps-0123456789'
const env = {
  NODE_OPTIONS: '--conditions=@limn/source --disable-warning=ExperimentalWarning',
  GPT_IMAGE_2_API_KEY: API_KEY,
  LIMN_SECRET: 'a secret of more than thirty-two bytes',
}
const MORTAL = join(root, 'tests/crash/mortalProxy.ts')
const CLI = join(root, 'packages/server/src/cli.ts')

const REFUSED: FaultEffect = {
  status: 400,
  body: { error: { message: 'No.', type: 'invalid_request_error', code: 'nope' } },
}

/** Where a proxy dies, what upstream says, and what the same key is told afterwards: while the dead one's lease runs, and then. */
interface Death {
  readonly at: string
  readonly upstream?: FaultEffect
  /** Creates that upstream had executed when the proxy died. */
  readonly executed: 0 | 1
  readonly meanwhile: string
  readonly finally: string
  /** Creates in the end. */
  readonly creates: 0 | 1
  /** Credits held or spent in the end. */
  readonly used: 0 | 10
}

const DEATHS: readonly Death[] = [
  { at: 'before claim', executed: 0, meanwhile: '200', finally: '200', creates: 1, used: 10 },
  {
    at: 'after claim',
    executed: 0,
    meanwhile: 'idempotency_in_progress',
    finally: 'outcome_unknown',
    creates: 0,
    used: 10,
  },
  {
    at: 'before accept',
    executed: 1,
    meanwhile: 'idempotency_in_progress',
    finally: 'outcome_unknown',
    creates: 1,
    used: 10,
  },
  { at: 'after accept', executed: 1, meanwhile: '200', finally: '200', creates: 1, used: 10 },
  {
    at: 'before reject',
    upstream: REFUSED,
    executed: 0,
    meanwhile: 'idempotency_in_progress',
    finally: 'outcome_unknown',
    creates: 0,
    used: 10,
  },
  { at: 'after reject', upstream: REFUSED, executed: 0, meanwhile: 'nope', finally: 'nope', creates: 0, used: 0 },
  {
    at: 'before release',
    upstream: { status: 429 },
    executed: 0,
    meanwhile: 'idempotency_in_progress',
    finally: 'outcome_unknown',
    creates: 0,
    used: 10,
  },
  {
    at: 'after release',
    upstream: { status: 429 },
    executed: 0,
    meanwhile: '200',
    finally: '200',
    creates: 1,
    used: 10,
  },
  {
    at: 'before doubt',
    upstream: { status: 502, execute: true },
    executed: 1,
    meanwhile: 'idempotency_in_progress',
    finally: 'outcome_unknown',
    creates: 1,
    used: 10,
  },
  {
    at: 'after doubt',
    upstream: { status: 502, execute: true },
    executed: 1,
    meanwhile: 'outcome_unknown',
    finally: 'outcome_unknown',
    creates: 1,
    used: 10,
  },
]

describe.each<[string, () => Promise<Store>]>([
  ['SQLite', async () => sqliteStore()],
  ['Postgres', () => postgresStore(inject('postgres'))],
])('D04 on %s, a proxy killed at one step of a create', (_, open) => {
  const simulator = createSimulator({ apiKey: API_KEY })
  let store: Store
  let upstream: Awaited<ReturnType<typeof serveSimulator>>
  /** The one that is asked when the other is dead. */
  let next: Started
  beforeAll(async () => {
    store = await open()
    await store.migrate()
    upstream = await serveSimulator(simulator)
    next = await start(CLI, '--principal-header', 'x-user', '--cap', '100')
  })
  beforeEach(() => simulator.reset())
  afterAll(async () => {
    next.child.kill('SIGKILL')
    await upstream.close()
    await store.remove()
  })

  const start = (cli: string, ...more: string[]) =>
    startProxy({ cli, args: ['--upstream', upstream.url, '--ledger', store.ledger, ...more], env })

  async function startMortal(...command: Parameters<typeof start>) {
    const { url, child } = await start(...command)
    onTestFinished(() => void child.kill('SIGKILL'))
    return { url, child, dead: once(child, 'close') }
  }

  it.each(DEATHS)(
    '$at: then told $finally',
    async ({ at, upstream: effect, executed, meanwhile, finally: last, creates, used }) => {
      const intent = newIntent(at)
      const mortal = await startMortal(MORTAL, '--die', at)
      if (effect) simulator.use({ on: 'create', times: 1, do: effect })
      expect(await post(intent, mortal.url)).toBeUndefined()
      expect(await mortal.dead).toEqual([null, 'SIGKILL'])
      expect(simulator.creates).toHaveLength(executed)

      expect(wordOf(await post(intent, next.url))).toBe(meanwhile)
      await store.endLeases()
      const answers = await Promise.all([post(intent, next.url), post(intent, next.url), ask(intent, next.url)])
      expect(answers.map(wordOf)).toEqual([last, last, last])
      expect(simulator.creates).toHaveLength(creates)
      const account = (await store.readAccounts()).find(({ name }) => name.includes(intent.user))
      expect([account?.used, account?.byRows]).toEqual([used, used])
    },
  )

  it('while upstream works on it: then told outcome_unknown', async () => {
    const intent = newIntent('meanwhile')
    const mortal = await startMortal(CLI, '--principal-header', 'x-user')
    simulator.use({ on: 'create', do: { delay: 60_000 } })
    const answer = post(intent, mortal.url)
    await expect.poll(() => simulator.creates.length, { timeout: 20_000 }).toBe(1)
    mortal.child.kill('SIGKILL')
    expect(await answer).toBeUndefined()
    expect(wordOf(await post(intent, next.url))).toBe('idempotency_in_progress')
    await store.endLeases()
    expect(wordOf(await post(intent, next.url))).toBe('outcome_unknown')
    expect(simulator.creates).toHaveLength(1)
  })
})

const newIntent = (at: string): Intent => ({
  user: at.replace(' ', '-'),
  key: mintKey(Date.now()),
  prompt: 'a fox',
  acknowledged: new Set(),
})

const wordOf = (answer: Awaited<ReturnType<typeof post>>) => answer?.error?.code ?? `${answer?.status}`
