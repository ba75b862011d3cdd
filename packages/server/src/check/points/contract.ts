import { expectRefusal } from '../expectRefusal.ts'
import { inWords, isRefusal, told } from '../heard.ts'
import { NOTHING, plainRefusal, post } from '../journey.ts'
import { fault, gravest, ok, warning, type Point } from '../point.ts'

const TOO_LARGE = JSON.stringify({ n: 0, padding: 'x'.repeat(65 * 1024) })

/** The routes, and how they refuse; nothing here can be charged. */
export const contract: readonly Point[] = [
  {
    id: 'contract/signed-in',
    name: 'lets the caller in',
    attempt: ({ door }) => door,
    remedy: 'Is the proxy mounted at this URL, and does --header sign a caller in, as a page’s fetch does?',
  },
  {
    id: 'contract/unknown-path',
    name: 'knows only its own paths',
    async attempt(visit) {
      const paths = ['/limn-check-was-here', '/..%2flimn-check', '/generations/']
      const answers = await Promise.all(paths.map((path) => visit.ask('GET', path)))
      return gravest(
        answers.map((answer) => expectRefusal(visit, answer, { status: 404, code: 'not_found', plain: 'any' })),
      )
    },
    remedy: 'Answer every other path with 404 and a JSON error, before a page or the upstream gets it.',
  },
  {
    id: 'contract/unknown-task',
    name: 'an unknown task is 404',
    attempt: async (visit) =>
      expectRefusal(visit, await visit.ask('GET', `/tasks/${crypto.randomUUID()}`), {
        status: 404,
        code: 'task_not_found',
      }),
    remedy: 'Answer a task that is not there with 404; every other answer keeps a browser asking.',
  },
  {
    id: 'contract/methods',
    name: 'other methods are refused',
    async attempt(visit) {
      const answers = await Promise.all([
        visit.ask('PUT', '/generations', { body: NOTHING }),
        visit.ask('PATCH', '/generations', { body: NOTHING }),
        visit.ask('POST', `/tasks/${crypto.randomUUID()}`, { body: NOTHING }),
        visit.ask('TRACE', '/generations'),
      ])
      return gravest(
        answers.map((answer) => {
          const wanted = { status: 405, code: 'method_not_allowed', plain: 'any' } as const
          const finding = expectRefusal(visit, answer, wanted)
          if (visit.capabilities === undefined && answer.status >= 500) return warning(inWords(answer))
          const silent = answer.status === 405 && visit.capabilities && !answer.headers.has('allow')
          return finding.verdict === 'ok' && silent ? fault(`${inWords(answer)} without Allow`) : finding
        }),
      )
    },
    remedy: 'Answer POST /generations and GET /tasks/{id} only; everything else there is 405 with an Allow header.',
  },
  {
    id: 'contract/wrong-request',
    name: 'a wrong request is 400',
    attempt: async (visit) => expectRefusal(visit, await plainRefusal(visit), { status: 400, code: 'invalid_request' }),
    remedy: 'Refuse what cannot be drawn ({"n":0}) with 400; hand an upstream’s own refusal on with its status.',
  },
  {
    id: 'contract/broken-body',
    name: 'a body that is no JSON object is 400',
    async attempt(visit) {
      const answers = await Promise.all(['{"n":0', '[]', 'null', ''].map((body) => post(visit, body)))
      return gravest(
        answers.map((answer) => expectRefusal(visit, answer, { status: 400, code: 'invalid_request', plain: 'any' })),
      )
    },
    remedy: 'Parse the body where it can fail, and answer 400.',
  },
  {
    id: 'contract/media-type',
    name: 'a body that does not say JSON is 415',
    of: 'limn',
    async attempt(visit) {
      const types = ['text/plain', null, 'application/x-www-form-urlencoded', 'application/json; charset=utf-16']
      const answers = await Promise.all(types.map((type) => post(visit, NOTHING, { type })))
      return gravest(
        answers.map((answer) => expectRefusal(visit, answer, { status: 415, code: 'unsupported_media_type' })),
      )
    },
    remedy: 'Take application/json only: all other types can be sent by any page without being asked.',
  },
  {
    id: 'contract/large-body',
    name: 'a body above 64 KiB is refused',
    attempt: async (visit) =>
      expectRefusal(visit, await post(visit, TOO_LARGE), { status: 413, code: 'request_too_large', plain: 'any' }),
    remedy: 'Count the bytes as they come, and answer 413 at 64 KiB.',
  },
  {
    id: 'contract/capabilities',
    name: 'a plain proxy is told from a limn one',
    of: 'plain',
    async attempt(visit) {
      const answer = await visit.ask('GET', '/capabilities')
      return answer.status < 500 ? ok(inWords(answer)) : fault(inWords(answer))
    },
    remedy: 'Answer GET /capabilities with 404: on a 5xx a client waits, because a limn proxy may be ill there.',
  },
  {
    id: 'contract/offer',
    name: 'says what it offers',
    of: 'limn',
    async attempt(visit) {
      const answer = await visit.ask('GET', '/capabilities')
      const body = answer.body as Readonly<Record<string, unknown>>
      const wrong = OFFER.filter(([field, right]) => !right(body[field])).map(([field]) => field)
      if (wrong.length > 0) return fault(`${inWords(answer)}, wrong: ${wrong.join(', ')}`)
      const off = Math.abs(visit.capabilities!.clockOffset)
      return off > 60_000 ? warning(`its clock is ${Math.round(off / 1000)} s from this one`) : ok(told(answer))
    },
    remedy: 'Give every field of GET /capabilities its type; features are words that limn knows. Set the clock by NTP.',
  },
  {
    id: 'contract/health',
    name: 'says that it is alive',
    of: 'limn',
    async attempt(visit) {
      const answer = await visit.ask('GET', '/health', { as: 'nobody' })
      return answer.status === 200 ? ok(inWords(answer)) : fault(`${inWords(answer)}, not 200`)
    },
    remedy: 'Answer GET /health with 200 to everybody, without looking anything up.',
  },
  {
    id: 'contract/budget',
    name: 'tells a budget, or that there is none',
    of: 'limn',
    async attempt(visit) {
      const answer = await visit.ask('GET', '/budget')
      if (!visit.capabilities?.budget)
        return isRefusal(answer) ? ok(inWords(answer)) : fault(`${inWords(answer)}, not 404`)
      const { cap, held, spent, remaining } = (answer.body ?? {}) as Readonly<Record<string, unknown>>
      const right = answer.status === 200 && [cap, held, spent, remaining].every((value) => isCount(value))
      return right ? ok(inWords(answer)) : fault(`${inWords(answer)}, not cap, held, spent and remaining`)
    },
    remedy: 'Where a cap is kept, GET /budget is { cap, held, spent, remaining, resets_at }; else it is 404.',
  },
]

const isCount = (value: unknown) => typeof value === 'number' && value >= 0
const isWords = (value: unknown) => Array.isArray(value) && value.every((word) => typeof word === 'string')
const isTextOrNull = (value: unknown) => value === null || typeof value === 'string'

const OFFER: readonly (readonly [field: string, right: (value: unknown) => boolean])[] = [
  ['ledger', (value) => ['durable', 'memory', 'none'].includes(value as string)],
  ['ledger_id', isTextOrNull],
  ['now', isCount],
  ['principal', isTextOrNull],
  ['models', isWords],
  ['sizes', isWords],
  ['qualities', isWords],
  ['formats', isWords],
  ['max_n', isCount],
  ['max_prompt', isCount],
  ['max_references', isCount],
  ['credits_per_image', isCount],
  ['features', isWords],
]
