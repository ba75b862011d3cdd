import { afterEach, describe, expect, it } from 'vitest'
import { createClient } from './client.ts'
import { LimnError } from './errors.ts'

const asked: Request[] = []
afterEach(() => void asked.splice(0))

/** A client whose every question is answered with this. */
const clientOf = (body: unknown, { status = 200, endpoint = 'https://app.example/api/images' } = {}) =>
  createClient({
    endpoint,
    capabilities: 'plain',
    fetch: async (request) => {
      asked.push(request)
      return Response.json(body, { status, headers: { 'limn-ledger': 'durable' } })
    },
  })
const task = (id: string, fields = {}) => ({ id, status: 'pending', created: 1, model: 'm', data: [], ...fields })
const queryOf = () => Object.fromEntries(new URL(asked[0]!.url).searchParams)

describe('polls of many', () => {
  it('are one question, and each answer stands by itself', async () => {
    const missing = { id: 'b', error: { message: 'No.', type: 'not_found_error', param: null, code: 'task_not_found' } }
    const pictures = { status: 'succeeded', data: [{ url: '/api/images/tasks/a/images/0?s=1' }] }
    const client = clientOf({ object: 'list', data: [task('a', pictures), missing, { nonsense: true }] })
    const answers = await client.getTasks(['a', 'b', 'c'], { wait: 20, seen: ['pending', 'pending', 'processing'] })
    expect(asked).toHaveLength(1)
    expect(queryOf()).toEqual({ ids: 'a,b,c', seen: 'pending,pending,processing' })
    expect(asked[0]!.headers.get('prefer')).toBe('wait=20')
    expect(answers).toMatchObject([
      { id: 'a', data: [{ url: 'https://app.example/api/images/tasks/a/images/0?s=1' }] },
      { code: 'task_not_found', ledger: 'durable' },
      { code: 'invalid_response' },
    ])
  })

  it('are refused together', async () => {
    const error = { message: 'Slow down.', type: 'rate_limit_error', param: null, code: 'rate_limited' }
    await expect(clientOf({ error }, { status: 429 }).getTasks(['a'])).rejects.toMatchObject({ code: 'rate_limited' })
    await expect(clientOf({ object: 'list' }).getTasks(['a'])).rejects.toBeInstanceOf(LimnError)
  })
})

describe('one poll', () => {
  it('says how long it may wait and what is known', async () => {
    await clientOf(task('a')).getTask('a', { wait: 25, seen: 'processing' })
    expect([queryOf(), asked[0]!.headers.get('prefer')]).toEqual([{ seen: 'processing' }, 'wait=25'])
  })
})

describe('the list', () => {
  it('comes page by page, without what cannot be read', async () => {
    const client = clientOf({ object: 'list', data: [task('a'), 'nonsense'], next_cursor: 'more' })
    expect(await client.listTasks({ slot: 'hero & co', limit: 2, cursor: 'c' })).toMatchObject({
      tasks: [{ id: 'a' }],
      cursor: 'more',
    })
    expect(queryOf()).toEqual({ slot: 'hero & co', limit: '2', cursor: 'c' })
    expect((await clientOf({ object: 'list', data: [], next_cursor: null }).listTasks()).cursor).toBeNull()
  })
})

describe('delete and budget', () => {
  it('asks to forget, and says when it could not', async () => {
    await clientOf({ id: 'a', deleted: true }).deleteTask('a/b')
    expect([asked[0]!.method, new URL(asked[0]!.url).pathname]).toEqual(['DELETE', '/api/images/tasks/a%2Fb'])
    const error = { message: 'No.', type: 'not_found_error', param: null, code: 'task_not_found' }
    await expect(clientOf({ error }, { status: 404 }).deleteTask('a')).rejects.toMatchObject({ code: 'task_not_found' })
  })

  it('tells what is left, null where nothing is counted', async () => {
    const budget = { cap: 100, held: 10, spent: 95, remaining: 0, resets_at: 1_800_000_000_000 }
    expect(await clientOf(budget).getBudget()).toEqual({
      cap: 100,
      held: 10,
      spent: 95,
      remaining: 0,
      resetsAt: 1_800_000_000_000,
    })
    expect(await clientOf({ cap: null, held: 'x', spent: 5 }).getBudget()).toEqual({
      cap: null,
      held: 0,
      spent: 5,
      remaining: null,
    })
    const error = { message: 'No.', type: 'not_found_error', param: null, code: 'not_found' }
    expect(await clientOf({ error }, { status: 404 }).getBudget()).toBeNull()
  })
})
