import { isObject } from '@limn/core'
import { expectRefusal } from '../expectRefusal.ts'
import { inWords, told, type Heard } from '../heard.ts'
import { createdTask } from '../journey.ts'
import { fault, ok, type Point } from '../point.ts'

/** Several tasks at once, and lists. */
export const reads: readonly Point[] = [
  {
    id: 'batch/order',
    name: 'several tasks are answered in the order asked',
    of: 'batch',
    async attempt(visit) {
      const ids = [crypto.randomUUID(), crypto.randomUUID()]
      const answer = await visit.ask('GET', `/tasks?ids=${ids.join(',')}`)
      const entries = entriesOf(answer)
      if (!entries) return fault(`${inWords(answer)}, not a list`)
      const right =
        entries.length === 2 && entries.every(({ id, error }, place) => id === ids[place] && isNotFound(error))
      return right ? ok(inWords(answer)) : fault(`${inWords(answer)}, not two entries of task_not_found, as asked`)
    },
    remedy:
      'GET /tasks?ids=a,b gives one entry per id, in order; what is not the caller’s is { id, error: { … task_not_found } }.',
  },
  {
    id: 'batch/many',
    name: 'above 32 tasks at once is 400',
    of: 'batch',
    async attempt(visit) {
      const ids = Array.from({ length: 33 }, () => crypto.randomUUID())
      const answer = await visit.ask('GET', `/tasks?ids=${ids.join(',')}`)
      return expectRefusal(visit, answer, { status: 400, code: 'invalid_request' })
    },
    remedy: 'Take 1 to 32 ids; more is 400, not a part of them.',
  },
  {
    id: 'batch/own',
    name: 'one’s own task is among them, and only for its owner',
    of: 'batch',
    async attempt(visit) {
      const { id } = await createdTask(visit)
      const path = `/tasks?ids=${encodeURIComponent(id)}`
      const mine = await visit.ask('GET', path)
      const [entry] = entriesOf(mine) ?? []
      if (entry?.id !== id || isObject(entry.error)) return fault(`${inWords(mine)}, not the task`)
      const theirs = await visit.ask('GET', path, { as: 'other' })
      return isNotFound(entriesOf(theirs)?.[0]?.error) ? ok(told(theirs)) : fault(`${inWords(theirs)} to somebody else`)
    },
    remedy: 'Judge each id of ?ids= as GET /tasks/{id} would.',
  },
  {
    id: 'list/shape',
    name: 'the list is a list',
    of: 'list',
    async attempt(visit) {
      const answer = await visit.ask('GET', '/tasks?limit=1')
      const { next_cursor: next } = (answer.body ?? {}) as { next_cursor?: unknown }
      const entries = entriesOf(answer)
      const right = entries && entries.length <= 1 && (next === null || typeof next === 'string')
      return right ? ok(inWords(answer)) : fault(`${inWords(answer)}, not { object: "list", data, next_cursor }`)
    },
    remedy:
      'GET /tasks?limit= gives { "object": "list", "data": […], "next_cursor": text or null }, at most limit entries.',
  },
  {
    id: 'list/mixed',
    name: 'ids and a cursor together are 400',
    of: 'list',
    attempt: async (visit) =>
      expectRefusal(visit, await visit.ask('GET', `/tasks?ids=${crypto.randomUUID()}&cursor=a`), {
        status: 400,
        code: 'invalid_request',
      }),
    remedy: 'Refuse what asks two things at once.',
  },
  {
    id: 'list/own',
    name: 'it holds one’s own, the newest first, and nobody else’s',
    of: 'list',
    async attempt(visit) {
      const { id } = await createdTask(visit)
      const mine = await visit.ask('GET', '/tasks?limit=100')
      const entries = entriesOf(mine) ?? []
      if (!entries.some((entry) => entry.id === id)) return fault(`${inWords(mine)}, without the task just made`)
      const made = entries.map(({ created }) => Number(created))
      if (made.some((at, place) => at > made[place - 1]!)) return fault(`${inWords(mine)}, not the newest first`)
      const theirs = await visit.ask('GET', '/tasks?limit=100', { as: 'other' })
      const seen = entriesOf(theirs)?.some((entry) => entry.id === id)
      return seen ? fault(`${inWords(theirs)}: somebody else sees it`) : ok(inWords(mine))
    },
    remedy: 'List the rows of this principal only, newest first.',
  },
]

/** The entries of a list; undefined when it is none. */
function entriesOf({ status, body }: Heard): readonly Readonly<Record<string, unknown>>[] | undefined {
  if (status !== 200 || !isObject(body) || body.object !== 'list' || !Array.isArray(body.data)) return undefined
  return body.data.filter((entry) => isObject(entry))
}

const isNotFound = (error: unknown) => isObject(error) && error.code === 'task_not_found'
