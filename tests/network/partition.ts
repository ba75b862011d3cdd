import assert from 'node:assert/strict'
import { ask, look, post } from '../crash/intent.ts'
import { postgresStore } from '../crash/store.ts'
import { apply, bothWays } from './firewall.ts'
import { makeWorld, newIntent, pursue, timed, wordOf } from './world.ts'

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** K07: for 10 s no packet passes between a proxy and its Postgres. No create is sent; every handle is answered. */
export async function partition(cli: string, postgres: string): Promise<string> {
  const world = await makeWorld(cli, { store: await postgresStore(postgres), duration: 600_000 })
  try {
    const [endpoint, other] = [await world.open(), await world.open()]
    const [mine, others] = [newIntent('mine'), newIntent('another proxy’s')]
    const handles = [
      ((await post(mine, endpoint)) as { id: string }).id,
      ((await post(others, other)) as { id: string }).id,
    ]
    const creates = world.simulator.creates.length
    const heal = apply(...bothWays(Number(new URL(postgres).port), 'drop'))
    const fresh = Array.from({ length: 5 }, () => newIntent())
    const answers = fresh.map((intent) => timed(post(intent, endpoint).then(wordOf)))
    const looks = handles.map((handle) => timed(look(mine, handle, endpoint).then(wordOf)))
    await pause(10_000)
    assert.equal(world.simulator.creates.length, creates)
    heal()
    const [own, foreign] = await Promise.all(looks)
    assert.deepEqual([own!.result, foreign!.result], ['200', '200'])
    const told = await Promise.all(answers)
    const ends = await Promise.all(fresh.map((intent) => pursue(intent, endpoint, 60_000)))
    assert.deepEqual(new Set(ends), new Set(['200']))
    assert.equal(world.simulator.creates.length, creates + fresh.length)
    const words = told.map(({ result, seconds }) => `${result} after ${seconds.toFixed(1)} s`)
    return [
      `no create was sent; creates: ${[...new Set(words)].join(', ')}`,
      `a handle of its own answered in ${own!.seconds.toFixed(2)} s, of another proxy in ${foreign!.seconds.toFixed(2)} s`,
    ].join('; ')
  } finally {
    await world.close()
  }
}

/** K08: from the moment the create is marked, nothing of the proxy's reaches its Postgres. In doubt after the lease, never sent again. */
export async function oneWay(cli: string, postgres: string): Promise<string> {
  const world = await makeWorld(cli, { store: await postgresStore(postgres), duration: 600_000 })
  try {
    const { port } = new URL(postgres)
    const beside = new URL(world.store.ledger)
    beside.hostname = '127.0.0.2'
    const [endpoint, other] = [await world.open(), await world.open(beside.href)]
    world.simulator.use({ on: 'create', do: { delay: 2000 } })
    const intent = newIntent()
    const answer = timed(
      fetch(`${endpoint}/generations`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-user': intent.user, 'idempotency-key': intent.key },
        body: JSON.stringify({ prompt: intent.prompt }),
      }),
    )
    while (world.simulator.creates.length === 0) await pause(10)
    const heal = apply(`ip daddr 127.0.0.1 tcp dport ${port} drop`)
    assert.equal(wordOf(await post(intent, other)), 'idempotency_in_progress')
    const doubt = await timed(
      (async () => {
        let word = ''
        while (word !== 'outcome_unknown') {
          word = wordOf(await post(intent, other))
          assert.ok(['idempotency_in_progress', 'outcome_unknown'].includes(word), word)
          await pause(250)
        }
      })(),
    )
    const { result, seconds } = await answer
    assert.deepEqual([result.status, result.headers.get('limn-ledger')], [200, 'degraded'])
    const { id } = (await result.json()) as { id: string }
    heal()
    assert.equal(wordOf(await look(intent, id, other)), '200')
    assert.equal(wordOf(await ask(intent, other)), '200')
    assert.equal(world.simulator.creates.length, 1)
    return [
      `in doubt ${doubt.seconds.toFixed(1)} s after the mark, 1 create`,
      `its caller had the handle after ${seconds.toFixed(1)} s (degraded), and the handle healed the row`,
    ].join('; ')
  } finally {
    await world.close()
  }
}
