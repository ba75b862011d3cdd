import { expectRefusal } from '../expectRefusal.ts'
import { codeOf, inWords, isRedirect, isRefusal, type Heard } from '../heard.ts'
import { NOTHING, abandoned, createdTask, freshKey, keyed } from '../journey.ts'
import { NotTried, fault, gravest, ok, warning, type Finding, type Point } from '../point.ts'
import type { Visit } from '../visit.ts'

/** Who does not sign in. */
export const anonymous: readonly Point[] = [
  {
    id: 'anonymous/read',
    name: 'who is not signed in reads nothing: 401',
    attempt: (visit) => asNobody(visit, 'GET', `/tasks/${crypto.randomUUID()}`),
    remedy: 'Answer 401 with a JSON error. A redirect to a login page reaches fetch as a page of HTML with status 200.',
  },
  {
    id: 'anonymous/create',
    name: 'who is not signed in creates nothing: 401',
    attempt: (visit) => asNobody(visit, 'POST', '/generations', NOTHING),
    remedy: 'Ask who it is before the body is read or sent on, and answer 401: credits are spent here.',
  },
  {
    id: 'anonymous/routes',
    name: 'nor is anything else told or done: 401',
    of: 'limn',
    async attempt(visit) {
      const { features } = visit.capabilities!
      const key = freshKey(visit)
      const asked: readonly (readonly [claimed: boolean, method: string, path: string, body?: string])[] = [
        [true, 'GET', '/capabilities'],
        [features.idempotency, 'GET', `/generations/${key}`],
        [features.idempotency, 'POST', `/generations/${key}/abandon`, '{}'],
        [features.list, 'GET', '/tasks?limit=1'],
        [features.batch, 'GET', '/tasks?ids=a,b'],
        [features.delete, 'DELETE', `/tasks/${crypto.randomUUID()}`],
        [features.images, 'GET', `/tasks/${crypto.randomUUID()}/images/0`],
      ]
      const claimed = asked.filter(([yes]) => yes)
      return gravest(await Promise.all(claimed.map(([, ...request]) => asNobody(visit, ...request))))
    },
    remedy:
      'Ask who it is on every route but GET /health, GET /references/{token} and pictures with a right signature.',
  },
]

async function asNobody(visit: Visit, method: string, path: string, body?: string): Promise<Finding> {
  if (visit.options.guests) throw new NotTried('guests are let in (--anonymous)')
  const headers = path === '/generations' ? keyed(visit, freshKey(visit)) : {}
  const answer = await visit.ask(method, path, { as: 'nobody', redirects: true, headers, ...(body && { body }) })
  if (answer.status === 401 || (visit.capabilities && !isRedirect(answer)))
    return expectRefusal(visit, answer, { status: 401, code: 'unauthenticated' })
  return answer.status === 403
    ? warning(`${inWords(answer)}: a client cannot tell that signing in would help`)
    : fault(inWords(answer))
}

/** Who is somebody else. */
export const ownership: readonly Point[] = [
  {
    id: 'ownership/two',
    name: 'two callers are two principals',
    of: 'limn',
    async attempt(visit) {
      const [mine, theirs] = await Promise.all([principal(visit, 'caller'), principal(visit, 'other')])
      return mine !== theirs ? ok('two names') : fault('both are the same principal')
    },
    remedy: 'Sign two different people in; authorize must return the id of each.',
  },
  {
    id: 'ownership/key',
    name: 'a key is not found by somebody else',
    of: 'idempotency',
    async attempt(visit) {
      const { key } = await abandoned(visit)
      const answer = await visit.ask('GET', `/generations/${key}`, { as: 'other' })
      return expectRefusal(visit, answer, { status: 404, code: 'generation_not_found' })
    },
    remedy: 'Look keys up by principal and key together.',
  },
  {
    id: 'ownership/task',
    name: 'a task is not shown to somebody else',
    async attempt(visit) {
      const { path } = await createdTask(visit)
      const [answer, unknown] = await Promise.all([
        visit.ask('GET', path, { as: 'other' }),
        visit.ask('GET', `/tasks/${crypto.randomUUID()}`, { as: 'other' }),
      ])
      if (answer.status === 403 || (isRefusal(answer) && !visit.capabilities)) return ok(inWords(answer))
      if (!visit.capabilities) return warning(`${inWords(answer)}: whoever learns an id sees the picture`)
      return differs(answer, unknown) ? fault(`${inWords(answer)}, not as one that never was`) : ok(inWords(answer))
    },
    remedy: 'Remember whose task it is, or sign the owner into its id; to everybody else it is a 404.',
  },
]

const differs = (a: Heard, b: Heard) => a.status !== b.status || codeOf(a) !== codeOf(b)

async function principal(visit: Visit, as: 'caller' | 'other'): Promise<unknown> {
  const answer = await visit.ask('GET', '/capabilities', { as })
  if (answer.status !== 200) throw new NotTried(`${as === 'other' ? '--other-header' : '--header'}: ${inWords(answer)}`)
  return (answer.body as { principal?: unknown }).principal
}
