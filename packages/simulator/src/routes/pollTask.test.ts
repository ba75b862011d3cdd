import { expect, it } from 'vitest'
import type { Fault } from '../Fault.ts'
import { createUpstream } from '../testing/upstream.ts'

async function finished(...faults: readonly Fault[]) {
  const { simulator, clock, create, poll } = createUpstream()
  const { id } = await create({ prompt: 'x', n: 3, quality: 'low' })
  clock.now += 5000
  simulator.use(...faults)
  const look = async () => {
    const { status, data } = await poll(id)
    return { status, data }
  }
  return { simulator, id, look, whole: { status: 'succeeded', data: [0, 1, 2].map((i) => ({ url: urlOf(id, i) })) } }
}

const urlOf = (id: string, index: number) => `https://upstream.test/files/${id}/${index}.png`

it('a fault of data changes the answers it matches, and no more', async () => {
  const { look, whole } = await finished({ on: 'task', times: 2, do: { data: [] } })
  const empty = { status: 'succeeded', data: [] }
  expect([await look(), await look(), await look(), await look()]).toEqual([empty, empty, whole, whole])
})

it('a fault that delivers fewer changes the answer it matches, and takes no picture away', async () => {
  const { simulator, id, look, whole } = await finished({ on: 'task', nth: 2, do: { deliver: 1 } })
  expect([await look(), (await look()).data.length, await look()]).toEqual([whole, 1, whole])
  expect((await simulator.fetch(new Request(urlOf(id, 2)))).status).toBe(200)
})

it('a picture that was delivered once can be read', async () => {
  const { simulator, id, look, whole } = await finished({ on: 'task', times: 1, do: { deliver: 5 } })
  expect([(await look()).data[4]?.url, await look()]).toEqual([urlOf(id, 4), whole])
  expect((await simulator.fetch(new Request(urlOf(id, 4)))).status).toBe(200)
  expect((await simulator.fetch(new Request(urlOf(id, 5)))).status).toBe(404)
})

it('an outcome stays', async () => {
  const { look } = await finished({ on: 'task', times: 1, do: { outcome: 'canceled' } })
  const canceled = { status: 'canceled', data: [] }
  expect([await look(), await look()]).toEqual([canceled, canceled])
})
