import { describe, expect, it, onTestFinished } from 'vitest'
import { handlerOf } from '../node.ts'
import { makeSticky, makeWorld, rest } from '../test/makeWorld.ts'
import { listen } from '../test/upstreamServer.ts'

type World = ReturnType<typeof makeWorld>
type Tools = ReturnType<World['open']>
interface List {
  readonly data: readonly {
    readonly id: string
    readonly status?: string
    readonly error?: { readonly code: string }
  }[]
}

const HEADERS = { accept: 'application/x-ndjson, application/json', prefer: 'wait=55' }

/** Serves it on node:http and gives what reads its streams there. */
async function serve({ pass }: World, { proxy }: Tools) {
  const { url, close } = await listen((request, response) => void handlerOf(proxy)(request, response))
  onTestFinished(close)
  const endpoint = `${url}/api/images`

  async function open(ids: readonly string[], headers: Record<string, string> = {}) {
    const left = new AbortController()
    onTestFinished(() => left.abort())
    const answer = await fetch(`${endpoint}/tasks?ids=${ids.join()}`, {
      headers: { ...HEADERS, ...headers },
      signal: left.signal,
    })
    const stream = { answer, text: '', over: false, leave: () => left.abort(), lines: () => linesOf(stream.text) }
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
    void (async () => {
      for (let read = await reader.read(); !read.done; read = await reader.read()) stream.text += read.value
      stream.over = true
    })().catch(() => {})
    return stream
  }
  /** Time goes by until it is so. */
  const until = async (isSo: () => boolean) => {
    for (let tries = 0; !isSo(); tries += 1) {
      expect(tries).toBeLessThan(400)
      // oxlint-disable-next-line no-await-in-loop -- one step after the other
      await pass(250)
    }
  }
  return { open, until }
}

const linesOf = (text: string) =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as List)
const told = (list: List | undefined) => list?.data.map(({ id, status, error }) => [id, status ?? error?.code])

describe('a streamed poll, over HTTP', () => {
  it('tells of all at once, of each change as it comes, and ends with the last', async () => {
    const world = makeWorld()
    const tools = world.open()
    const [one, two] = [await world.create(tools), await world.create(tools)]
    const { open, until } = await serve(world, tools)
    const stream = await open([one, two])
    expect(Object.fromEntries(stream.answer.headers)).toMatchObject({
      'content-type': 'application/x-ndjson',
      'preference-applied': 'wait=55',
      'cache-control': 'private, no-store, no-transform',
      'x-accel-buffering': 'no',
      'limn-ledger': 'memory',
    })
    await until(() => stream.lines().length > 0)
    expect(told(stream.lines()[0])).toEqual([
      [one, 'pending'],
      [two, 'pending'],
    ])
    world.upstream.only = 't2'
    world.upstream.status = 'succeeded'
    await until(() => stream.text.includes('"succeeded"'))
    expect(stream.over).toBe(false)
    world.upstream.only = undefined
    await until(() => stream.over)
    const changes = stream
      .lines()
      .slice(1)
      .flatMap((line) => told(line)!)
    expect(changes.findLast(([id]) => id === two)).toEqual([two, 'succeeded'])
    expect(changes.at(-1)).toEqual([one, 'succeeded'])
    expect(changes).toHaveLength(new Set(changes.map(String)).size)
  })

  it('tells also of what its caller begins meanwhile, and of nobody else’s', async () => {
    const world = makeWorld()
    const tools = world.open()
    const one = await world.create(tools)
    const { open, until } = await serve(world, tools)
    const stream = await open([one])
    await until(() => stream.lines().length === 1)
    const theirs = await tools.create(tools.key(), undefined, { 'x-user': 'bob' })
    const two = await world.create(tools)
    await until(() => stream.lines().length > 1)
    expect(told(stream.lines()[1])).toEqual([[two, 'pending']])
    world.upstream.status = 'succeeded'
    await until(() => stream.over)
    const ids = stream.lines().flatMap(({ data }) => data.map(({ id }) => id))
    expect(ids).not.toContain(((await theirs.json()) as { id: string }).id)
    expect(told(stream.lines().at(-1))).toContainEqual([two, 'succeeded'])
  })

  it('takes along what has begun before its browser could know', async () => {
    const world = makeWorld()
    const tools = world.open()
    const [old, one, two] = [await world.create(tools), await world.create(tools), await world.create(tools)]
    const { open, until } = await serve(world, tools)
    const stream = await open([one])
    await until(() => stream.lines().length > 1)
    expect(stream.lines().slice(0, 2).map(told)).toEqual([
      [[one, 'pending']],
      [
        [old, 'pending'],
        [two, 'pending'],
      ],
    ])
    stream.leave()
    await world.pass(2500)
    const later = await open([one])
    await until(() => later.text !== '')
    await world.pass(1000)
    expect(later.lines().flatMap(({ data }) => data.map(({ id }) => id))).not.toContain(two)
  })

  it('says every 10 s that it is there, and ends after as long as it was asked to, 55 s at most', async () => {
    const world = makeWorld()
    const tools = world.open()
    world.upstream.status = 'pending'
    const one = await world.create(tools)
    const { open, until } = await serve(world, tools)
    const [short, long] = [await open([one], { prefer: 'wait=12' }), await open([one], { prefer: 'wait=600' })]
    await until(() => long.lines().length === 1 && short.lines().length === 1)
    const began = world.environment.now()
    await until(() => short.over)
    expect(world.environment.now() - began).toBeLessThan(13_000)
    expect(short.text.split('\n').slice(1)).toEqual(['', ''])
    await until(() => long.over)
    expect(world.environment.now() - began).toBeGreaterThan(54_000)
    expect(world.environment.now() - began).toBeLessThan(56_000)
    expect(long.text.split('\n').slice(1)).toEqual(['', '', '', '', '', ''])
  })

  it('gives its place back when its caller leaves, and nobody has more than 8', async () => {
    const world = makeWorld()
    const tools = world.open()
    const one = await world.create(tools)
    const { open, until } = await serve(world, tools)
    const streams = await Promise.all(Array.from({ length: 8 }, () => open([one])))
    await until(() => streams.every(({ text }) => text !== ''))
    const ninth = await open([one])
    expect(ninth.answer.headers.get('content-type')).toContain('application/json')
    expect(ninth.answer.headers.has('preference-applied')).toBe(false)
    streams[0]!.leave()
    let free = false
    for (let tries = 0; !free; tries += 1) {
      expect(tries).toBeLessThan(50)
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      free = (await open([one])).answer.headers.get('content-type') === 'application/x-ndjson'
    }
  })

  it('ends when the proxy closes, which does not wait for one that nobody reads', async () => {
    const world = makeWorld()
    const tools = world.open()
    const one = await world.create(tools)
    const { open, until } = await serve(world, tools)
    const stream = await open([one])
    expect((await tools.ask('GET', `/tasks?ids=${one}`, HEADERS)).body).not.toBeNull()
    await until(() => stream.lines().length === 1)
    await tools.proxy.close()
    await expect.poll(() => stream.over).toBe(true)
  })

  it('hears within a second what another proxy has written', async () => {
    const world = makeWorld()
    const [a, b] = [world.open(), world.open({ ledger: makeSticky(world.ledger) })]
    await rest()
    const one = await world.create(a)
    const { open, until } = await serve(world, b)
    const stream = await open([one])
    await until(() => stream.lines().length === 1)
    world.upstream.status = 'succeeded'
    await until(() => a.events.some(({ type }) => type === 'settled'))
    await world.pass(1250)
    await until(() => stream.over)
    expect(told(stream.lines().at(-1))).toEqual([[one, 'succeeded']])
  })

  it('says of what is not the caller’s that it is not there, and goes on', async () => {
    const world = makeWorld()
    const tools = world.open()
    const one = await world.create(tools)
    const { open, until } = await serve(world, tools)
    const stream = await open([one, 'limn1.a.b'])
    await until(() => stream.lines().length > 0)
    expect(told(stream.lines()[0])).toEqual([
      [one, 'pending'],
      ['limn1.a.b', 'task_not_found'],
    ])
    await tools.ask('DELETE', `/tasks/${one}`)
    await until(() => stream.over)
    expect(told(stream.lines().at(-1))).toEqual([[one, 'task_not_found']])
  })
})

describe('a poll that reads streams', () => {
  it('is one list where nothing is to be waited for, nobody watches, or it would not wait', async () => {
    const world = makeWorld()
    const tools = world.open()
    const one = await world.create(tools)
    const typeOf = async (headers: Record<string, string>, from = tools) =>
      (await from.ask('GET', `/tasks?ids=${one}`, headers)).headers.get('content-type')
    const JSON_TYPE = 'application/json; charset=utf-8'
    expect(await typeOf({ accept: HEADERS.accept })).toBe(JSON_TYPE)
    expect(await typeOf(HEADERS, world.open({ watch: false }))).toBe(JSON_TYPE)
    world.upstream.status = 'succeeded'
    await world.pass(30_000)
    expect(await typeOf(HEADERS)).toBe(JSON_TYPE)
  })

  it('a slow reader is told what stands, not what has been', async () => {
    const world = makeWorld()
    const tools = world.open()
    const one = await world.create(tools)
    const answer = await tools.ask('GET', `/tasks?ids=${one}`, HEADERS)
    const reader = answer.body!.getReader()
    const next = async () => told(JSON.parse(new TextDecoder().decode((await reader.read()).value)) as List)
    expect(await next()).toEqual([[one, 'pending']])
    world.upstream.status = 'processing'
    await world.pass(5000)
    world.upstream.status = 'succeeded'
    await world.pass(20_000)
    const slow = next()
    await world.pass(1250)
    expect([await slow, (await reader.read()).done]).toEqual([[[one, 'succeeded']], true])
  })
})
