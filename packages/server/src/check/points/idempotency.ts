import { isObject, type ErrorCode } from '@limn/core'
import { expectRefusal } from '../expectRefusal.ts'
import { codeOf, inWords, type Heard } from '../heard.ts'
import {
  NOTHING,
  OTHER_PICTURE,
  PICTURE,
  SAME_PICTURE,
  abandon,
  abandoned,
  created,
  createdTask,
  freshKey,
  keyed,
} from '../journey.ts'
import { NotTried, fault, gravest, ok, type Finding, type Point } from '../point.ts'
import type { HeaderLines, Visit } from '../visit.ts'

const DAY = 24 * 3_600_000

/** One key, one charge. */
export const idempotency: readonly Point[] = [
  {
    id: 'idempotency/required',
    name: 'a create without a key is refused',
    of: 'idempotency',
    attempt: (visit) => refusedFor(visit, {}, 400, 'idempotency_key_required'),
    remedy: 'Answer 400 idempotency_key_required before anything is sent: a repeated request would be charged twice.',
  },
  {
    id: 'idempotency/wrong-keys',
    name: 'so is one whose key is none',
    of: 'idempotency',
    async attempt(visit) {
      const keys = ['k'.repeat(256), 'two words', '..', 'a,b', '"open']
      const findings: Finding[] = []
      for (const key of keys)
        findings.push(await refusedFor(visit, { 'idempotency-key': key }, 400, 'idempotency_key_invalid'))
      return gravest(findings)
    },
    remedy: 'Take 1–255 characters out of A–Z a–z 0–9 . _ ~ : @ + = -, bare or in double quotes, but not . or ..',
  },
  {
    id: 'idempotency/age',
    name: 'and one whose key is out of its time',
    of: 'idempotency',
    async attempt(visit) {
      const keys = [freshKey(visit, 40 * DAY), freshKey(visit, -2 * DAY)]
      const wanted = { status: 410, code: 'key_expired' } as const
      return gravest(await Promise.all(keys.map(async (key) => expectRefusal(visit, await lookUp(visit, key), wanted))))
    },
    remedy: 'A UUIDv7 says when it was made: older than 30 days or more than an hour ahead is 410, sent nowhere.',
  },
  {
    id: 'idempotency/unknown',
    name: 'a key that was never sent is 404, by the same ledger',
    of: 'idempotency',
    async attempt(visit) {
      const answer = await lookUp(visit, freshKey(visit))
      const finding = expectRefusal(visit, answer, { status: 404, code: 'generation_not_found' })
      const id = answer.headers.get('limn-ledger-id')
      const right = id !== null && id === visit.capabilities!.ledgerId
      return finding.verdict !== 'ok' || right
        ? finding
        : fault(`${inWords(answer)}, Limn-Ledger-Id is not that of /capabilities`)
    },
    remedy: 'Send the ledger’s own id on /capabilities and with this 404: without it a client never sends again.',
  },
  {
    id: 'idempotency/abandon',
    name: 'a key can be given up, and stays so',
    of: 'idempotency',
    async attempt(visit) {
      const { key, first } = await abandoned(visit)
      const wanted = { status: 410, code: 'generation_abandoned' } as const
      return gravest([
        isState(first, key, 'abandoned'),
        isState(await abandon(visit, key), key, 'abandoned'),
        expectRefusal(visit, await lookUp(visit, key), wanted),
      ])
    },
    remedy:
      'POST …/abandon writes a tombstone and answers 200 { key, state: "abandoned" }, any number of times; GET is then 410.',
  },
  {
    id: 'idempotency/abandoned-create',
    name: 'a create under a key given up is refused',
    of: 'idempotency',
    async attempt(visit) {
      const { key } = await abandoned(visit)
      const answer = await visit.create(PICTURE, keyed(visit, key))
      return expectRefusal(visit, answer, { status: 410, code: 'generation_abandoned' })
    },
    remedy: 'Look for the tombstone in the transaction that claims the key: the first POST may come late.',
  },
  {
    id: 'idempotency/twins',
    name: 'one key sent twice at once is one task',
    of: 'idempotency',
    async attempt(visit) {
      const { first, twin } = await created(visit)
      if (!twin) throw new NotTried(`needs --create ${2 * visit.capabilities!.creditsPerImage} or more`)
      const ids = new Set(
        [first, twin].flatMap(({ status, body }) => (status === 200 && isObject(body) ? [body.id] : [])),
      )
      if (ids.size > 1) return fault('two tasks: charged twice')
      const right = [first, twin].every((answer) => answer.status === 200 || isInProgress(answer))
      return right ? ok(`${inWords(first)} and ${twin.status}`) : fault(`${inWords(first)} and ${inWords(twin)}`)
    },
    remedy: 'Claim the key in one step of the database, by a unique row, before anything is sent.',
  },
  {
    id: 'idempotency/replay',
    name: 'a key sent again answers the same task',
    of: 'idempotency',
    attempt: (visit) => replays(visit, PICTURE, (key) => key),
    remedy: 'Answer a known key from its row, with Idempotent-Replayed: true; never send again.',
  },
  {
    id: 'idempotency/written-otherwise',
    name: 'also quoted, and with the same request written otherwise',
    of: 'idempotency',
    attempt: (visit) => replays(visit, SAME_PICTURE, (key) => `"${key}"`),
    remedy: '"k" and k are one key. Compare requests by what they mean: order and defaults change nothing.',
  },
  {
    id: 'idempotency/reused',
    name: 'another request under a known key is 422',
    of: 'idempotency',
    async attempt(visit) {
      const { key } = await createdTask(visit)
      const answer = await visit.create(OTHER_PICTURE, keyed(visit, key))
      return expectRefusal(visit, answer, { status: 422, code: 'idempotency_key_reused' })
    },
    remedy: 'Keep a fingerprint of the request beside its key, and compare.',
  },
  {
    id: 'idempotency/recover',
    name: 'a task is found by its key',
    of: 'idempotency',
    async attempt(visit) {
      const { key, id } = await createdTask(visit)
      return sameTask(await lookUp(visit, key), id)
    },
    remedy: 'GET /generations/{key} answers 200 with the task, and never creates.',
  },
  {
    id: 'idempotency/too-late',
    name: 'a key that has its task cannot be given up',
    of: 'idempotency',
    async attempt(visit) {
      const { key, id } = await createdTask(visit)
      return sameTask(await abandon(visit, key), id)
    },
    remedy: 'Answer POST …/abandon of an accepted key with its task: the client takes it, nothing new is made.',
  },
]

const isInProgress = (answer: Heard) => answer.status === 409 && codeOf(answer) === 'idempotency_in_progress'

const lookUp = (visit: Visit, key: string) => visit.ask('GET', `/generations/${key}`)

/** Sent with a wrong request first, which costs nothing; only if that one was blamed, with a right one. */
async function refusedFor(visit: Visit, headers: HeaderLines, status: number, code: ErrorCode): Promise<Finding> {
  const answer = await visit.ask('POST', '/generations', { body: NOTHING, headers })
  if (codeOf(answer) !== 'invalid_request') return expectRefusal(visit, answer, { status, code })
  return expectRefusal(visit, await visit.create(PICTURE, headers), { status, code })
}

async function replays(visit: Visit, body: string, write: (key: string) => string): Promise<Finding> {
  const { key, id } = await createdTask(visit)
  return sameTask(await visit.create(body, { 'idempotency-key': write(key) }), id)
}

function sameTask(answer: Heard, id: string): Finding {
  if (answer.status !== 200 || !isObject(answer.body)) return fault(`${inWords(answer)}, not the task`)
  if (answer.body.id !== id) return fault(`${inWords(answer)}, another task`)
  const replayed = answer.headers.get('idempotent-replayed') === 'true'
  return replayed ? ok(inWords(answer)) : fault(`${inWords(answer)}, without Idempotent-Replayed: true`)
}

function isState(answer: Heard, key: string, state: string): Finding {
  const { body } = answer
  const right = answer.status === 200 && isObject(body) && body.key === key && body.state === state
  return right ? ok(inWords(answer)) : fault(`${inWords(answer)}, not 200 { key, state: "${state}" }`)
}
