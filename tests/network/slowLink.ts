import assert from 'node:assert/strict'
import { post } from '../crash/intent.ts'
import { makeWorld, newIntent, timed, wordOf } from './world.ts'

const WAIT = 100_000

/** K05: everything goes over 256 kbit/s. Large prompts, a picture and a slow upstream are waited for. */
export async function slowLink(cli: string): Promise<string> {
  const world = await makeWorld(cli, { balance: 1000 })
  try {
    const endpoint = await world.open()
    const headers = { 'x-user': 'ann' }
    world.simulator.use({ on: 'create', prompt: 'the slow one', do: { delay: WAIT } })
    // Longer than a test's patience: sent by hand.
    const slow = newIntent('the slow one')
    const sent = fetch(`${endpoint}/generations`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': slow.key },
      body: JSON.stringify({ prompt: slow.prompt }),
    }).then(({ status }) => status)

    const large = await timed(
      Promise.all(Array.from({ length: 3 }, () => post(newIntent('🦊'.repeat(8000)), endpoint).then(wordOf))),
    )
    assert.deepEqual(large.result, ['200', '200', '200'])
    const { id } = (await post(newIntent(), endpoint)) as { id: string }
    const held = await fetch(`${endpoint}/tasks/${id}?seen=pending`, { headers: { ...headers, prefer: 'wait=20' } })
    assert.equal(held.status, 200)
    let url: string | undefined
    while (url === undefined) {
      const answer = await fetch(`${endpoint}/tasks/${id}`, { headers: { ...headers, prefer: 'wait=20' } })
      url = ((await answer.json()) as { data: { url: string }[] }).data[0]?.url
    }
    const picture = await timed(fetch(new URL(url, endpoint)).then((response) => response.arrayBuffer()))
    assert.equal(await sent, 200)
    return [
      `three prompts of 32 kB in ${large.seconds.toFixed(1)} s`,
      `a picture of ${picture.result.byteLength} bytes in ${picture.seconds.toFixed(1)} s`,
      `a create that upstream answered after ${WAIT / 1000} s: 200`,
    ].join('; ')
  } finally {
    await world.close()
  }
}
