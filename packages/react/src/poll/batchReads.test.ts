import { isLimnError, LimnError, type Client, type Task } from '@limn/core'
import { describe, expect, it } from 'vitest'
import { batchReads } from './batchReads.ts'

const task = (id: string): Task => ({ id, status: 'processing', created: 0, model: 'm', data: [] })
const missing = new LimnError('task_not_found', 'No.')

/** A client that writes down what is asked of it; of `gone` it knows nothing. */
function createRecorder(canBatch = true) {
  const asked: {
    ids: readonly string[]
    wait?: number | undefined
    seen?: unknown
    signal?: AbortSignal | undefined
  }[] = []
  const wire = {
    getTask: async (id, options) => {
      asked.push({ ids: [id], ...options })
      return task(id)
    },
    getTasks: async (ids, options) => {
      asked.push({ ids, ...options })
      return ids.map((id) => (id === 'gone' ? missing : task(id)))
    },
  } satisfies Pick<Client, 'getTask' | 'getTasks'>
  return { asked, client: batchReads(wire as unknown as Client, () => canBatch) }
}
const names = (count: number) => Array.from({ length: count }, (_, index) => `t${index}`)

describe('reads of one tick', () => {
  it('are one request of at most 32 tasks, and each has its own answer', async () => {
    const { client, asked } = createRecorder()
    const reads = [...names(39), 'gone'].map((id) => client.getTask(id).catch((error: unknown) => error))
    const answers = await Promise.all(reads)
    expect(asked.map(({ ids }) => ids.length)).toEqual([32, 8])
    expect(answers.slice(0, 39)).toEqual(names(39).map(task))
    expect(answers[39]).toBe(missing)
    await client.getTask('later')
    expect(asked[2]?.ids).toEqual(['later'])
  })

  it('go apart where they wait differently, and where the proxy takes one at a time', async () => {
    const { client, asked } = createRecorder()
    await Promise.all([
      client.getTask('a', { wait: 25, seen: 'pending' }),
      client.getTask('b', { wait: 25, seen: 'processing' }),
      client.getTask('c'),
      client.getTask('d', { fresh: true }),
    ])
    expect(asked.map(({ ids }) => ids)).toEqual([['d'], ['a', 'b'], ['c']])
    expect(asked[1]).toMatchObject({ wait: 25, seen: ['pending', 'processing'] })
    const plain = createRecorder(false)
    await Promise.all(names(3).map((id) => plain.client.getTask(id)))
    expect(plain.asked.map(({ ids }) => ids)).toEqual([['t0'], ['t1'], ['t2']])
  })

  it('one that is given up leaves the others; given up by all, the request is', async () => {
    const { client, asked } = createRecorder()
    const [one, other, early] = [new AbortController(), new AbortController(), new AbortController()]
    const reads = [one, other, early].map(({ signal }, index) =>
      client.getTask(`t${index}`, { signal }).catch(isLimnError),
    )
    early.abort()
    await new Promise((resolve) => setTimeout(resolve))
    expect(asked.map(({ ids }) => ids)).toEqual([['t0', 't1']])
    one.abort()
    expect(asked[0]!.signal?.aborted).toBe(false)
    other.abort()
    expect(asked[0]!.signal?.aborted).toBe(true)
    expect((await Promise.all(reads))[2]).toBe(true)
  })
})
