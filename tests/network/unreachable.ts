import assert from 'node:assert/strict'
import { post } from '../crash/intent.ts'
import { apply } from './firewall.ts'
import { makeWorld, newIntent, timed, wordOf } from './world.ts'

/** K01: upstream resets or swallows every SYN. Nothing was sent, nothing is held, and the same key works afterwards. */
export async function unreachable(cli: string): Promise<string> {
  const world = await makeWorld(cli)
  try {
    const endpoint = await world.open()
    const told: string[] = []
    for (const what of ['reject with tcp reset', 'drop']) {
      const heal = apply(`tcp dport ${world.upstreamPort} ${what}`)
      const intent = newIntent()
      const before = await world.used()
      const { seconds, result } = await timed(post(intent, endpoint))
      assert.equal(wordOf(result), 'upstream_unavailable')
      assert.equal(await world.used(), before)
      const creates = world.simulator.creates.length
      heal()
      assert.equal(wordOf(await post(intent, endpoint)), '200')
      assert.equal(world.simulator.creates.length, creates + 1)
      told.push(`SYN ${what}: 503 after ${seconds.toFixed(1)} s, then 200`)
    }
    return told.join('; ')
  } finally {
    await world.close()
  }
}
