import { isObject } from '@limn/core'
import { expectRefusal } from '../expectRefusal.ts'
import { inWords } from '../heard.ts'
import { createdTask } from '../journey.ts'
import { fault, ok, type Point } from '../point.ts'

/** What is forgotten; the last thing done to the task. */
export const deletion: readonly Point[] = [
  {
    id: 'delete/unknown',
    name: 'what is not there cannot be deleted: 404',
    of: 'delete',
    attempt: async (visit) =>
      expectRefusal(visit, await visit.ask('DELETE', `/tasks/${crypto.randomUUID()}`), {
        status: 404,
        code: 'task_not_found',
      }),
    remedy: 'Open the handle before anything else.',
  },
  {
    id: 'delete/owner',
    name: 'somebody else cannot delete it',
    of: 'delete',
    async attempt(visit) {
      const { path } = await createdTask(visit)
      const answer = await visit.ask('DELETE', path, { as: 'other' })
      return expectRefusal(visit, answer, { status: 404, code: 'task_not_found' })
    },
    remedy: 'Delete rows of this principal only.',
  },
  {
    id: 'delete/forgets',
    name: 'what is deleted is forgotten, but not its key',
    of: 'delete',
    async attempt(visit) {
      const { path, key } = await createdTask(visit)
      const answer = await visit.ask('DELETE', path)
      if (answer.status >= 300) return fault(inWords(answer))
      const after = await visit.ask('GET', path)
      const { request, data } = (isObject(after.body) ? after.body : {}) as { request?: unknown; data?: unknown }
      const left = Array.isArray(data) && data.some((image) => isObject(image) && typeof image.url === 'string')
      if (request !== undefined || left) return fault(`${inWords(after)}, with its ${left ? 'pictures' : 'request'}`)
      const byKey = await visit.ask('GET', `/generations/${key}`)
      return byKey.status === 404 ? fault(`${inWords(byKey)}: its key may be sent again`) : ok(inWords(answer))
    },
    remedy: 'Forget request, URLs and bytes; keep key, state and credits, so that the key is never charged again.',
  },
]
