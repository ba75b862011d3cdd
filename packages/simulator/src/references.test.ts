import sharp from 'sharp'
import { expect, it } from 'vitest'
import { createUpstream, errorOf } from './testing/upstream.ts'

async function picture(): Promise<Uint8Array<ArrayBuffer>> {
  const red = sharp({ create: { width: 64, height: 64, channels: 3, background: '#d01010' } })
  return new Uint8Array(await red.png().toBuffer())
}

it('references reach the painter; one that cannot be had fails the task and is paid back', async () => {
  const red = await picture()
  const given: number[] = []
  const { simulator, create, poll, clock } = createUpstream({
    balance: 100,
    fetchReference: (url) =>
      Promise.resolve(
        url.includes('gone') ? new Response('no', { status: 404 }) : new Response(url.includes('text') ? 'hello' : red),
      ),
    paint: (_request, _index, _seed, references) => {
      given.push(...references.map(({ length }) => length))
      return Promise.resolve({ bytes: new Uint8Array(), type: 'image/png' })
    },
  })
  const good = await create({ image_urls: ['https://a.test/red.png'] })
  const gone = await create({ image_urls: ['https://a.test/red.png', 'https://a.test/gone.png'] })
  const text = await create({ prompt: 'x', image_urls: ['https://a.test/text.png'] })
  expect(good.model).toBe('gpt-image-2-image-to-image')
  clock.now += 5000
  const done = await poll(good.id)
  await simulator.fetch(new Request(done.data[0]!.url))
  expect(given).toEqual([red.length])
  expect(await poll(gone.id)).toMatchObject({ status: 'failed', data: [], error: { code: 'invalid_image_url' } })
  expect((await poll(text.id)).error?.message).toContain('https://a.test/text.png is not a PNG')
  expect(simulator.balance).toBe(90)
})

it.each([
  ['truncated', (png: Uint8Array<ArrayBuffer>) => png.slice(0, 60)],
  ['corrupt', (png: Uint8Array<ArrayBuffer>) => png.fill(7, 8)],
])('one that is %s fails the task, whether anyone polls it or not', async (_name, spoil) => {
  const spoilt = spoil(await picture())
  const { simulator, create, poll, clock } = createUpstream({
    balance: 100,
    fetchReference: () => Promise.resolve(new Response(spoilt)),
  })
  const { id } = await create({ prompt: 'x', image_urls: ['https://a.test/broken.png'] })
  clock.now += 5000
  const image = await simulator.fetch(new Request(`https://upstream.test/files/${id}/0.png`))
  expect([image.status, (await errorOf(image)).code]).toEqual([404, 'file_not_found'])
  expect(simulator.balance).toBe(100)
  const task = await poll(id)
  expect(task).toMatchObject({ status: 'failed', data: [], error: { code: 'invalid_image_url' } })
  expect(task.error?.message).toContain('https://a.test/broken.png is broken')
})

it.each([
  ['at once, where it tells its length', { 'content-length': '20000001' }, 0],
  ['after 20 MB, where it does not', {}, 21],
])('a huge one is dropped %s', async (_name, headers, megabytes) => {
  let [read, canceled] = [0, false]
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        read += 1
        if (read > 30) controller.close()
        else controller.enqueue(new Uint8Array(1_000_000))
      },
      cancel: () => void (canceled = true),
    },
    { highWaterMark: 0 },
  )
  const { create, poll, clock } = createUpstream({
    fetchReference: () => Promise.resolve(new Response(body, { headers })),
  })
  const { id } = await create({ prompt: 'x', image_urls: ['https://a.test/huge.png'] })
  clock.now += 5000
  expect((await poll(id)).error?.message).toBe('The reference https://a.test/huge.png is larger than 20 MB.')
  expect([read, canceled]).toEqual([megabytes, true])
})
