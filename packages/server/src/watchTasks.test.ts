import type { RequestListener, ServerResponse } from 'node:http'
import { createClient, type LimnError } from '@limn/core'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { listen } from './test/upstreamServer.ts'

afterEach(() => void vi.useRealTimers())

/** A proxy over real HTTP whose answer a test writes by hand. */
async function serve(listener: RequestListener) {
  const { url, close } = await listen(listener)
  onTestFinished(close)
  return createClient({ endpoint: `${url}/api/images` })
}

/** Sockets get their turns; no faked timer moves. */
async function until(isSo: () => boolean) {
  for (let turns = 0; !isSo(); turns += 1) {
    expect(turns).toBeLessThan(100_000)
    // oxlint-disable-next-line no-await-in-loop -- one turn after the other
    await new Promise((resolve) => setImmediate(resolve))
  }
}

const begin = (response: ServerResponse) =>
  response.writeHead(200, { 'content-type': 'application/x-ndjson', 'limn-ledger': 'memory' })
const list = (...data: readonly object[]) => JSON.stringify({ object: 'list', data, next_cursor: null })
const task = (id: string, status = 'processing') => ({ id, status, created: 1, model: 'm', data: [] })

/** All that it told, and what ended it. */
async function hear(watched: ReturnType<ReturnType<typeof createClient>['watchTasks']>) {
  const told: (readonly [string, string])[] = []
  const error = await (async () => {
    for await (const [id, entry] of watched) told.push([id, 'status' in entry && entry.status ? `${entry.status}` : ''])
  })().catch((thrown: unknown) => thrown as LimnError)
  return { told, code: error?.code, ledger: error?.ledger }
}

describe('a stream of tasks', () => {
  it('is asked for by its ids, and may be one list instead', async () => {
    const asked: unknown[] = []
    const client = await serve(({ url, headers }, response) => {
      asked.push([url, headers.prefer, headers.accept])
      response.setHeader('content-type', 'application/json; charset=utf-8').end(list(task('a'), task('b', 'pending')))
    })
    expect(await hear(client.watchTasks(['a', 'b'], { wait: 55 }))).toMatchObject({
      told: [
        ['a', 'processing'],
        ['b', 'pending'],
      ],
      code: undefined,
    })
    expect(asked).toEqual([['/api/images/tasks?ids=a%2Cb', 'wait=55', 'application/x-ndjson, application/json']])
  })

  it('is read whole however it is cut, inside a character and inside a line', async () => {
    const error = { message: '没有', type: 'not_found_error', param: null, code: 'task_not_found' }
    const text = `\n${list({ ...task('狐'), request: { prompt: '狐狸🦊' } })}\r\n\n${list(task('b', 'succeeded'), { id: 'c', error })}\n`
    const bytes = new TextEncoder().encode(text)
    for (const size of [1, 2, 3, 7, bytes.length]) {
      const client = await serve((_, response) => {
        begin(response)
        void (async () => {
          for (let from = 0; from < bytes.length; from += size) {
            response.write(bytes.subarray(from, from + size))
            if (size < 4) await new Promise((resolve) => setImmediate(resolve))
          }
          response.end()
        })()
      })
      const heard: unknown[] = []
      for await (const [id, entry] of client.watchTasks(['狐', 'b', 'c'], { wait: 55 }))
        heard.push([id, 'code' in entry ? entry.code : entry.request?.prompt])
      expect(heard).toEqual([
        ['狐', '狐狸🦊'],
        ['b', undefined],
        ['c', 'task_not_found'],
      ])
    }
  })

  it('tells what has come before it is over', async () => {
    let answer: ServerResponse | undefined
    const client = await serve((_, response) => {
      answer = begin(response)
      response.write(`${list(task('a'))}\n`)
    })
    const watched = client.watchTasks(['a'], { wait: 55 })[Symbol.asyncIterator]()
    expect((await watched.next()).value?.[0]).toBe('a')
    answer!.write(`${list(task('a', 'succeeded'))}\n`)
    expect((await watched.next()).value?.[1]).toMatchObject({ status: 'succeeded' })
    answer!.end()
    expect((await watched.next()).done).toBe(true)
  })

  it.each([
    [
      'half a line at its end tells nothing',
      `${list(task('a'))}\n${list(task('a', 'succeeded')).slice(0, 40)}`,
      undefined,
    ],
    ['a whole line that never ended tells nothing', `${list(task('a'))}\n${list(task('a', 'succeeded'))}`, undefined],
    [
      'a line that is no JSON ends it',
      `${list(task('a'))}\n<html>\n${list(task('a', 'failed'))}\n`,
      'invalid_response',
    ],
    ['a line that is no list ends it', `${list(task('a'))}\n{"a":1}\n`, 'invalid_response'],
  ])('%s', async (_, text, code) => {
    const client = await serve((__, response) => void begin(response).end(text))
    const heard = await hear(client.watchTasks(['a'], { wait: 55 }))
    expect(heard).toEqual({ told: [['a', 'processing']], code, ledger: undefined })
  })

  it('that breaks off is a broken connection, whatever was told before', async () => {
    const client = await serve((_, response) => {
      begin(response).write(`${list(task('a'))}\n`, () => response.destroy())
    })
    expect(await hear(client.watchTasks(['a'], { wait: 55 }))).toMatchObject({
      told: [['a', 'processing']],
      code: 'network',
    })
  })

  it('refused is the proxy’s own error', async () => {
    const error = { message: 'Sign in.', type: 'authentication_error', param: null, code: 'unauthenticated' }
    const client = await serve((_, response) => {
      response.writeHead(401, { 'content-type': 'application/json', 'limn-ledger': 'memory' })
      response.end(JSON.stringify({ error }))
    })
    expect(await hear(client.watchTasks(['a'], { wait: 55 }))).toEqual({
      told: [],
      code: 'unauthenticated',
      ledger: 'memory',
    })
  })

  it('that is gathered up on the way is given up after 10 s, one that falls silent after 25', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const answers: ServerResponse[] = []
    const client = await serve((_, response) => void answers.push(response))
    const gathered = hear(client.watchTasks(['a'], { wait: 55 }))
    await until(() => answers.length === 1)
    const watched = client.watchTasks(['b'], { wait: 55 })[Symbol.asyncIterator]()
    const first = watched.next()
    await until(() => answers.length === 2)
    begin(answers[1]!).write(`${list(task('b'))}\n`)
    expect((await first).value?.[0]).toBe('b')
    const second = watched.next().catch((error: LimnError) => error.code)
    const over: string[] = []
    void gathered.then(() => over.push('gathered'))
    void second.then(() => over.push('silent'))
    await vi.advanceTimersByTimeAsync(9900)
    expect(over).toEqual([])
    await vi.advanceTimersByTimeAsync(200)
    await until(() => over.length > 0)
    expect(over).toEqual(['gathered'])
    await vi.advanceTimersByTimeAsync(14_000)
    const armed = vi.spyOn(globalThis, 'setTimeout')
    onTestFinished(() => armed.mockRestore())
    // An empty line is a sign of life.
    answers[1]!.write('\n')
    await until(() => armed.mock.calls.length > 0)
    await vi.advanceTimersByTimeAsync(24_000)
    expect(over).toEqual(['gathered'])
    await vi.advanceTimersByTimeAsync(2000)
    expect([(await gathered).code, await second]).toEqual(['timeout', 'timeout'])
  })

  it('ends at the proxy too when its reader leaves, or is told to', async () => {
    let open = 0
    const client = await serve((_, response) => {
      open += 1
      response.once('close', () => (open -= 1))
      begin(response).write(`${list(task('a'))}\n`)
    })
    for await (const [id] of client.watchTasks(['a'], { wait: 55 })) {
      expect([id, open]).toEqual(['a', 1])
      break
    }
    await expect.poll(() => open).toBe(0)
    const left = new AbortController()
    const heard = hear(client.watchTasks(['a'], { wait: 55, signal: left.signal }))
    await expect.poll(() => open).toBe(1)
    left.abort()
    expect((await heard).code).toBe('aborted')
    await expect.poll(() => open).toBe(0)
  })
})
