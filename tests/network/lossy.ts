import assert from 'node:assert/strict'
import { apply, bothWays } from './firewall.ts'
import { makeWorld, newIntent, pursue } from './world.ts'

const INTENTS = 50

/** K03: three of ten packets to and from upstream are lost for a minute, 50 intents: each is charged once, and none is in doubt. */
export async function lossy(cli: string): Promise<string> {
  const world = await makeWorld(cli)
  const endpoint = await world.open()
  const heal = apply(...bothWays(world.upstreamPort, 'numgen random mod 10 < 3 drop'))
  try {
    const words = await Promise.all(
      Array.from({ length: INTENTS }, async (_, n) => {
        await new Promise((resolve) => setTimeout(resolve, n * 1000))
        return pursue(newIntent(`intent ${n}`), endpoint, 150_000)
      }),
    )
    const prompts = new Set(world.simulator.creates.map(({ request }) => request.prompt))
    assert.deepEqual(new Set(words), new Set(['200']))
    assert.equal(prompts.size, INTENTS)
    assert.equal(world.simulator.creates.length, INTENTS)
    return `${INTENTS} intents, ${INTENTS} creates, none twice, none in doubt`
  } finally {
    heal()
    await world.close()
  }
}
