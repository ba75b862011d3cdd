import { LimnError } from '@limn/core'
import { describe, expect, it, vi } from 'vitest'
import { exportHistory, importHistory } from '../history.ts'
import type { Engine } from '../Engine.ts'
import type { Limn } from '../Limn.ts'
import { installIndexedDB } from '../test/storage.ts'
import { createWorld } from '../test/world.ts'

installIndexedDB()

/** Another browser of the same person: the same proxy, another storage. */
const elsewhere = (world: ReturnType<typeof createWorld>) => world.page({ journal: 'memory' })
const prompts = (limn: Limn) => limn.list().map(({ request }) => request.prompt)

async function worked() {
  const world = createWorld('limn')
  const limn = world.page({ headers: { authorization: 'Bearer CANARY' } })
  for (const prompt of ['一只狐狸', 'a hen', 'a heron']) await limn.generate({ prompt, n: 2 }).outcome
  world.simulator.use({ on: 'create', do: { cut: 'after' } })
  await limn.generate({ prompt: 'lost' }).outcome
  const [, heron, hen] = limn.list()
  limn.actions(heron!).favourite!()
  limn.actions(hen!).dismiss!()
  return { world, limn, text: await exportHistory(limn, 1_700_000_000_000) }
}
type File = { generations: Record<string, unknown>[] } & Record<string, unknown>
const altered = (text: string, change: (file: File) => void) => {
  const file = JSON.parse(text) as File
  change(file)
  return JSON.stringify(file)
}

describe('a history', () => {
  it('is the same in another browser of the same person, in its order, and creates nothing', async () => {
    const { world, text } = await worked()
    const other = elsewhere(world)
    const creates = world.simulator.creates.length
    expect(await importHistory(other, text)).toEqual({ added: 3, known: 0, setAside: 0 })
    expect(prompts(other)).toEqual(['lost', 'a heron', '一只狐狸'])
    expect(other.list().map(({ status, favourite, images }) => [status, favourite, images.length])).toEqual([
      ['uncertain', false, 0],
      ['succeeded', true, 2],
      ['succeeded', false, 2],
    ])
    expect(world.simulator.creates).toHaveLength(creates)
    expect(world.sent.filter((call) => call === 'POST /generations')).toHaveLength(creates)
  })

  it('survives the next page', async () => {
    const { world, limn, text } = await worked()
    await limn.clear()
    await importHistory(world.page(), text)
    const next = world.page()
    await vi.waitFor(() => expect(prompts(next)).toEqual(['lost', 'a heron', '一只狐狸']))
  })

  it('holds no secret, nothing that was removed, and nothing that is still being sent', async () => {
    const { world, limn, text } = await worked()
    expect(text).not.toMatch(/CANARY|authorization|a hen|ledgerId|scope/i)
    world.intercept = () => new Promise(() => {})
    limn.generate({ prompt: 'on its way' })
    expect(await exportHistory(limn)).not.toContain('on its way')
  })
})

describe('an import', () => {
  it('changes nothing that this browser knows, and brings back nothing that was removed', async () => {
    const { limn, text } = await worked()
    const before = JSON.stringify(limn.list())
    const forged = altered(text, ({ generations }) => {
      for (const entry of generations)
        Object.assign(entry, { request: { ...(entry.request as object), prompt: 'forged' } })
    })
    expect(await importHistory(limn, forged)).toEqual({ added: 0, known: 3, setAside: 0 })
    expect(JSON.stringify(limn.list())).toBe(before)
    const [newest] = limn.list()
    limn.actions(newest!).dismiss!()
    expect(await importHistory(limn, text)).toMatchObject({ added: 0 })
    expect(prompts(limn)).not.toContain('lost')
  })

  it('is refused to another person, and says so', async () => {
    const { world, text } = await worked()
    const other = world.page({ journal: 'memory', principal: 'eve' })
    await expect(importHistory(other, text)).rejects.toMatchObject({ code: 'forbidden' })
    expect(other.list()).toEqual([])
  })

  it('brings nothing to whoever comes after one who signs out meanwhile', async () => {
    const { world, text } = await worked()
    const limn = elsewhere(world)
    await exportHistory(limn)
    const { journal } = (limn as Engine).core!
    vi.spyOn(journal, 'refresh').mockImplementationOnce(async () => {
      await limn.clear()
      return []
    })
    await expect(importHistory(limn, text)).rejects.toMatchObject({ code: 'aborted' })
    expect(limn.list()).toEqual([])
  })

  it.each([
    ['no JSON', '{"limn":'],
    ['another JSON', '{"generations":[]}'],
    ['null', 'null'],
    ['nothing', ''],
    ['a later version', '{"limn":"history","version":2,"namespace":"x","generations":[]}'],
    ['no list', '{"limn":"history","version":1,"namespace":"x","generations":{}}'],
  ])('is refused where the file is %s', async (_name, text) => {
    const limn = createWorld('plain').page({ journal: 'memory' })
    const refused = importHistory(limn, text)
    await expect(refused).rejects.toBeInstanceOf(LimnError)
    await expect(refused).rejects.toMatchObject({ code: 'invalid_request' })
  })

  it('sets bad entries aside, counts them, and takes the rest', async () => {
    const { world, text } = await worked()
    const bad = (entry: Record<string, unknown>): unknown[] => {
      const request = entry.request as object
      const task = entry.task as object
      return [
        null,
        7,
        'x',
        [],
        {},
        { ...entry, version: 2 },
        { ...entry, key: '../etc' },
        { ...entry, key: '' },
        { ...entry, key: 'n', request: { ...request, n: 1e9 } },
        { ...entry, key: 'p', request: { ...request, prompt: 'x'.repeat(20_000) } },
        { ...entry, key: 'u', task: { ...task, data: [{ url: 'javascript:alert(1)' }] } },
        { ...entry, key: 'd', dismissedAt: 5 },
        { ...entry, key: 'q', phase: 'queued', task: undefined },
        { ...entry, key: 's', phase: 'submitting', task: undefined, sentAt: 5 },
      ]
    }
    const other = elsewhere(world)
    const creates = world.simulator.creates.length
    let count = 0
    const mixed = altered(text, (file) => {
      const extra = bad(file.generations.find(({ phase }) => phase === 'accepted')!)
      count = extra.length
      file.generations.push(...(extra as Record<string, unknown>[]))
    })
    expect(await importHistory(other, mixed)).toEqual({ added: 3, known: 0, setAside: count })
    expect(prompts(other)).toEqual(['lost', 'a heron', '一只狐狸'])
    expect(world.simulator.creates).toHaveLength(creates)
  })

  it('takes of an entry what a page can show and a proxy may be told, and nothing else', async () => {
    const { world, text } = await worked()
    const other = elsewhere(world)
    const forged = altered(text, (file) => {
      const entry = file.generations.find(({ phase }) => phase === 'accepted')!
      const { request, task } = entry as { request: object; task: object }
      file.generations = [
        {
          ...entry,
          key: 'times',
          createdAt: -1e300,
          place: -1e300,
          sentAt: 1e300,
          acceptedAt: 1e300,
          settledAt: 1e300,
        },
        { ...entry, key: 'fields', request: { ...request, user: 'eve', response_format: 'b64_json' }, missing: -1e9 },
        { ...entry, key: 'running', task: { ...task, status: 'pending', data: [] }, acceptedAt: 1e300, settledAt: 5 },
        { ...entry, key: 'size', request: { ...request, size: `1x${'9'.repeat(99)}` } },
        { ...entry, key: 'slot', slot: 'x'.repeat(100_000) },
        { ...entry, key: 'model', request: { ...request, model: 'x'.repeat(100_000) } },
        { ...entry, key: 'quality', request: { ...request, quality: 'x'.repeat(100_000) } },
        { ...entry, key: 'heir', replacedBy: 'x'.repeat(100_000) },
        { ...entry, key: 'gone', expired: Array.from({ length: 100_000 }, (_, index) => index) },
        { ...entry, key: 'link', request: { ...request, image_urls: ['javascript:alert(1)'] } },
      ]
    })
    expect(await importHistory(other, forged)).toEqual({ added: 3, known: 0, setAside: 7 })
    const now = Date.now()
    for (const { createdAt, settledAt = createdAt, request } of other.list()) {
      expect([createdAt >= 0, settledAt >= createdAt, settledAt <= now]).toEqual([true, true, true])
      expect(request).not.toHaveProperty('user')
      expect(request).not.toHaveProperty('response_format')
    }
  })

  it('puts nothing above what is new here, whatever time a file claims', async () => {
    const { world, text } = await worked()
    const other = elsewhere(world)
    const future = altered(text, ({ generations }) => {
      for (const entry of generations) Object.assign(entry, { createdAt: 1e300, place: 1e300 })
    })
    await importHistory(other, future)
    await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(other.list()[0]!.createdAt))
    await other.generate({ prompt: 'new' }).outcome
    expect(prompts(other)[0]).toBe('new')
  })
})
