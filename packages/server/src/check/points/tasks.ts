import { taskSchema } from '@limn/core/schema'
import { STATUSES, isObject, readTask } from '@limn/core'
import { expectRefusal } from '../expectRefusal.ts'
import { errorOf, inWords, plain, type Heard } from '../heard.ts'
import { created, createdTask } from '../journey.ts'
import { fault, ok, warning, type Finding, type Point } from '../point.ts'
import type { Visit } from '../visit.ts'

const INTERVAL = 2000
const PATIENCE = 300_000
/** ms in which a stream begins that nobody holds up. */
const SOON = 1500

/** One picture, from the create to its end. */
export const tasks: readonly Point[] = [
  {
    id: 'tasks/create',
    name: 'a create answers a task',
    async attempt(visit) {
      const { answer } = await created(visit)
      if (answer.status >= 200 && answer.status < 300) return asTask(answer)
      if ([402, 424, 429].includes(answer.status) && errorOf(answer)) return warning(inWords(answer))
      return fault(inWords(answer))
    },
    remedy: 'Answer with the API’s task: a text as id, one of its five words as status, data as a list of { url }.',
  },
  {
    id: 'tasks/read',
    name: 'a task is found by its id',
    async attempt(visit) {
      const { id, path } = await createdTask(visit)
      const answer = await visit.ask('GET', path)
      if (answer.status !== 200) return fault(inWords(answer))
      const other = isObject(answer.body) && answer.body.id !== id
      return other ? fault(`${inWords(answer)} with another id`) : asTask(answer)
    },
    remedy: 'Answer GET /tasks/{id} with the task of just this id, under the id that the create gave.',
  },
  {
    id: 'tasks/streamed',
    name: 'a streamed poll tells at once what it has to tell',
    of: 'stream',
    async attempt(visit) {
      const { id } = await createdTask(visit)
      const headers = { prefer: 'wait=4', accept: 'application/x-ndjson, application/json' }
      const answer = await visit.ask('GET', `/tasks?ids=${encodeURIComponent(id)}`, { headers })
      if (answer.status !== 200) return fault(`${inWords(answer)}, not 200`)
      if (!answer.headers.get('content-type')?.startsWith('application/x-ndjson'))
        return idsOf(answer.text).includes(id) ? ok('one list') : fault(`${inWords(answer)}, no list of the task`)
      const lines = answer.text.split('\n').filter((line) => line.trim() !== '')
      const bad = lines.find((line) => idsOf(line).length === 0)
      if (bad !== undefined) return fault(plain(`a line that is no list: ${bad}`, 160))
      if (!idsOf(lines[0] ?? '').includes(id)) return fault('its first line leaves the task out')
      if (answer.took > 9000) return fault(`${inWords(answer)}, after ${seconds(answer.took)}`)
      const late = answer.began > SOON && `the first line came after ${seconds(answer.began)}`
      return late ? warning(late) : ok(inWords(answer))
    },
    remedy:
      'Each line is a list, the first of all that were asked for. A gateway that collects answers keeps the lines back: turn its buffering off for this path.',
  },
  {
    id: 'tasks/held',
    name: 'a held poll is 200, no later than it was asked to be',
    of: 'hold',
    async attempt(visit) {
      const { path } = await createdTask(visit)
      const { status } = ((await visit.ask('GET', path)).body ?? {}) as { status?: unknown }
      const answer = await visit.ask('GET', `${path}?seen=${String(status)}`, { headers: { prefer: 'wait=2' } })
      const applied = answer.headers.get('preference-applied')
      if (answer.status !== 200) return fault(`${inWords(answer)}, not 200`)
      if (applied !== null && applied !== 'wait=2') return fault(`${inWords(answer)}, Preference-Applied: ${applied}`)
      return answer.took < 7000 ? ok(inWords(answer)) : fault(`${inWords(answer)}, after ${seconds(answer.took)}`)
    },
    remedy: 'Prefer: wait=N is answered with the task at its next change, or after N seconds, always with 200.',
  },
  {
    id: 'tasks/settle',
    name: 'a task comes to its end',
    async attempt(visit) {
      const { answer, waited } = await settled(visit)
      if (waited >= PATIENCE) return warning(`${inWords(answer)}: still running after ${PATIENCE / 1000} s`)
      if (answer.status !== 200) return fault(inWords(answer))
      const { status, data } = readTask(answer.body, { proxied: true })
      if (status !== 'succeeded') return warning(`the picture ended ${status}`)
      return data.some(({ url }) => url !== null) ? ok('succeeded') : fault('succeeded without a picture')
    },
    remedy: 'Hand the upstream’s status and data on as they are; a picture’s url is http(s), or a path on the proxy.',
  },
  {
    id: 'tasks/not-held',
    name: 'a settled task is not held',
    of: 'hold',
    async attempt(visit) {
      const { path } = await createdTask(visit)
      await settled(visit)
      const answer = await visit.ask('GET', path, { headers: { prefer: 'wait=20' } })
      if (answer.status !== 200) return fault(`${inWords(answer)}, not 200`)
      return answer.took < 5000 ? ok(inWords(answer)) : fault(`${inWords(answer)}, after ${seconds(answer.took)}`)
    },
    remedy: 'Answer at once where nothing can change any more.',
  },
  {
    id: 'tasks/altered-id',
    name: 'an altered id is 404',
    async attempt(visit) {
      const { id } = await createdTask(visit)
      const last = id.at(-1) === '0' ? '1' : '0'
      const answer = await visit.ask('GET', `/tasks/${encodeURIComponent(id.slice(0, -1) + last)}`)
      return expectRefusal(visit, answer, { status: 404, code: 'task_not_found' })
    },
    remedy: 'Check the whole signature of a handle, its last character too.',
  },
]

/** The task once it goes on no more, or the last that was heard of it. */
export async function settled(visit: Visit): Promise<{ answer: Heard; waited: number }> {
  const { path } = await createdTask(visit)
  const since = visit.clock.now()
  for (;;) {
    const answer = await visit.ask('GET', path)
    const waited = visit.clock.now() - since
    const live = answer.status === 200 && isObject(answer.body) && typeof answer.body.id === 'string' && isLive(answer)
    if (!live || waited >= PATIENCE) return { answer, waited }
    await visit.clock.pause(INTERVAL)
  }
}

const isLive = ({ body }: Heard) => STATUSES[readTask(body).status].live

function asTask(answer: Heard): Finding {
  const { error } = taskSchema.safeParse(answer.body)
  const [issue] = error?.issues ?? []
  if (!issue) return ok(inWords(answer))
  const field = issue.path.join('.')
  const words = plain(`${inWords(answer)}, ${field || 'the body'}: ${issue.message}`, 160)
  const grave = error?.issues.some(({ path: [first] }) => ['id', 'status', undefined].includes(first as string))
  return grave ? fault(words) : warning(words)
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`

/** The ids of a list; none where it is no list. */
function idsOf(text: string): readonly unknown[] {
  try {
    const list = JSON.parse(text) as unknown
    return isObject(list) && Array.isArray(list.data)
      ? list.data.map((one) => (isObject(one) ? one.id : undefined))
      : []
  } catch {
    return []
  }
}
