import assert from 'node:assert/strict'
import { toRequest } from '@limn/core'
import { createProxy, gptImage2, memoryLedger } from '@limn/server'
import { post } from '../crash/intent.ts'
import { apply } from './firewall.ts'
import { API_KEY, makeWorld, newIntent, timed } from './world.ts'

const SO_MUCH = 'quota over 20 kbytes'

/** K04: the way from upstream closes after 20 kB of a picture. Nothing that is cut looks whole, and nothing cut is kept. */
export async function cutPicture(cli: string): Promise<string> {
  const world = await makeWorld(cli)
  try {
    const endpoint = await world.open()
    const { id } = (await post(newIntent(), endpoint)) as { id: string }
    const url = new URL(await pictureOf(endpoint, id), endpoint).href
    const read = async () => {
      const response = await fetch(url)
      return new Uint8Array(await response.arrayBuffer())
    }
    const told: string[] = []
    for (const what of ['reject with tcp reset', 'drop']) {
      const heal = apply(`tcp sport ${world.upstreamPort} ${SO_MUCH} ${what}`)
      const { seconds, result } = await timed(read().catch((error: unknown) => error))
      heal()
      assert.ok(result instanceof Error, `a picture that was cut (${what}) looked whole`)
      told.push(`${what}: broken off after ${seconds.toFixed(1)} s`)
    }
    const whole = await read()
    assert.deepEqual([...whole.subarray(-8)], [0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82])
    return `${told.join('; ')}; then ${whole.length} bytes, whole; ${await archived(world)}`
  } finally {
    await world.close()
  }
}

async function pictureOf(endpoint: string, id: string): Promise<string> {
  for (;;) {
    const response = await fetch(`${endpoint}/tasks/${id}`, { headers: { 'x-user': 'ann' } })
    const { data } = (await response.json()) as { data: readonly { readonly url: string }[] }
    if (data[0]) return data[0].url
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/** An archive gets the picture whole or not at all. */
async function archived(world: Awaited<ReturnType<typeof makeWorld>>): Promise<string> {
  const items = new Map<string, Uint8Array>()
  const proxy = createProxy({
    upstream: gptImage2({ apiKey: API_KEY, baseUrl: world.upstream }),
    ledger: memoryLedger(),
    secret: 'a secret of more than thirty-two bytes',
    authorize: () => ({ id: 'ann' }),
    archive: {
      setItemRaw: async (key, value) => void items.set(key, value),
      getItemRaw: async (key) => items.get(key) ?? null,
      removeItem: async (key) => void items.delete(key),
    },
    onEvent: () => {},
  })
  const client = proxy.as({ id: 'ann' })
  const task = await client.createTask(toRequest({ prompt: 'a fox' }), { key: newIntent().key })
  const heal = apply(`tcp sport ${world.upstreamPort} ${SO_MUCH} reject with tcp reset`)
  await new Promise((resolve) => setTimeout(resolve, 1000))
  const { settled } = await proxy.sweep()
  const kept = [...items.values()].map(({ byteLength }) => byteLength)
  heal()
  await proxy.sweep()
  const later = [...items.values()].map(({ byteLength }) => byteLength)
  await proxy.close()
  assert.equal(settled, 1, task.id)
  assert.deepEqual(kept, [])
  assert.equal(later.length, 1)
  return `an archive kept nothing of it, and ${later[0]} bytes later`
}
