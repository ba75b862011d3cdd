import { describe, expect, it } from 'vitest'
import { PICTURE, makeWorld, rest } from '../test/makeWorld.ts'
import { codeOf } from '../test/proxyUnderTest.ts'

interface List {
  readonly data: readonly {
    readonly id: string
    readonly status?: string
    readonly error?: { readonly code: string }
  }[]
  readonly next_cursor: string | null
}
const listOf = async (answer: Promise<Response>) => (await (await answer).json()) as List

describe('many tasks at once', () => {
  it('come in the order asked; what is not the caller’s stands as such', async () => {
    const { open, create } = makeWorld()
    const tools = open()
    const [a, b] = [await create(tools), await create(tools)]
    const theirs = ((await (await tools.create(tools.key(), undefined, { 'x-user': 'u2' })).json()) as { id: string })
      .id
    const { data } = await listOf(tools.ask('GET', `/tasks?ids=${b},${theirs},nonsense,${a}`))
    expect(data.map(({ id }) => id)).toEqual([b, theirs, 'nonsense', a])
    expect(data.map(({ error, status }) => error?.code ?? status)).toEqual([
      'pending',
      'task_not_found',
      'task_not_found',
      'pending',
    ])
  })

  it('are held together until one of them changes', async () => {
    const { open, pass, create, upstream, hold } = makeWorld()
    const tools = open()
    const ids = [await create(tools), await create(tools)]
    await pass(5000)
    const path = `/tasks?ids=${ids.join()}&seen=processing,processing`
    const held = await hold(() => listOf(tools.ask('GET', path, { prefer: 'wait=25' })))
    await pass(1000)
    expect(held.over).toBe(false)
    upstream.only = 't2'
    upstream.status = 'succeeded'
    await pass(10_000)
    expect((await held.promise).data.map(({ status }) => status)).toEqual(['processing', 'succeeded'])
  })

  it.each([
    ['ids=', 'none'],
    [`ids=${Array.from({ length: 33 }, () => 'x').join()}`, '33'],
    ['ids=a&cursor=b', 'ids with a cursor'],
    ['limit=0', 'no page'],
    ['limit=101', 'a page too large'],
    ['limit=1.5', 'a broken page'],
    ['cursor=nonsense', 'a cursor of nobody'],
    [`slot=${'x'.repeat(201)}`, 'a slot too long'],
  ])('%s is refused: %s', async (query) => {
    const { open } = makeWorld()
    const answer = await open().ask('GET', `/tasks?${query}`)
    expect([answer.status, await codeOf(answer)]).toEqual([400, 'invalid_request'])
  })
})

describe('the list', () => {
  it('shows the caller’s own, newest first, page by page, with what was asked', async () => {
    const { open, create, environment } = makeWorld()
    const tools = open()
    const ids: string[] = []
    for (let count = 0; count < 5; count += 1) {
      ids.unshift(await create(tools))
      environment.advance(1000)
    }
    await tools.create(tools.key(), undefined, { 'x-user': 'u2' })
    const first = await listOf(tools.ask('GET', '/tasks?limit=3'))
    const second = await listOf(tools.ask('GET', `/tasks?limit=3&cursor=${first.next_cursor}`))
    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(ids)
    expect(second.next_cursor).toBeNull()
    expect(first.data[0]).toMatchObject({ request: { prompt: 'a fox in snow' }, status: 'pending' })
  })

  it('shows those of one slot', async () => {
    const { open } = makeWorld()
    const tools = open()
    for (const slot of ['hero', 'other']) await tools.create(tools.key(), undefined, { 'limn-slot': slot })
    expect((await listOf(tools.ask('GET', '/tasks?slot=hero'))).data).toMatchObject([{ slot: 'hero' }])
  })

  it('is not kept for guests, nor without a ledger', async () => {
    const { open } = makeWorld()
    for (const options of [{ anonymous: true as const }, { ledger: 'none' as const }]) {
      const tools = open(options)
      expect(await codeOf(await tools.ask('GET', '/tasks'))).toBe('not_found')
      const { features } = (await (await tools.capabilities()).json()) as { features: string[] }
      expect(features).not.toContain('list')
    }
  })
})

describe('DELETE', () => {
  it('forgets request and pictures, and answers like what never was', async () => {
    const { open, pass, upstream, ledger } = makeWorld()
    const tools = open()
    const k = tools.key()
    const { id } = (await (await tools.create(k)).json()) as { id: string }
    upstream.status = 'succeeded'
    await pass(10_000)
    expect((await tools.ask('DELETE', `/tasks/${id}`, { 'x-user': 'u2' })).status).toBe(404)
    expect(await (await tools.ask('DELETE', `/tasks/${id}`)).json()).toEqual({ id, deleted: true })
    expect((await tools.ask('DELETE', `/tasks/${id}`)).status).toBe(404)
    expect((await tools.task(id)).status).toBe(404)
    expect((await tools.task(id, { 'cache-control': 'no-cache' })).status).toBe(404)
    expect((await listOf(tools.ask('GET', '/tasks'))).data).toEqual([])
    expect(await codeOf(await tools.recover(k))).toBe('key_expired')
    expect(await codeOf(await tools.create(k))).toBe('key_expired')
    expect(upstream.ids).toBe(1)
    const row = JSON.stringify(await ledger.find({ principal: 'u1', key: k }))
    expect(row).not.toContain('a fox in snow')
    expect(row).not.toContain(PICTURE.url)
  })

  it('of a running one stops nothing: it is still counted when it ends', async () => {
    const { open, pass, create, upstream } = makeWorld()
    const tools = open()
    const id = await create(tools)
    await rest()
    await tools.ask('DELETE', `/tasks/${id}`)
    expect((await tools.task(id)).status).toBe(404)
    upstream.status = 'succeeded'
    await pass(10_000)
    expect(tools.events.map(({ type }) => type)).toEqual(['accepted', 'settled'])
    expect((await tools.task(id)).status).toBe(404)
  })
})
