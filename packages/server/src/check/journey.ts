import { mintKey } from '@limn/core'
import type { Heard } from './heard.ts'
import { NotTried } from './point.ts'
import { told } from './heard.ts'
import type { Visit } from './visit.ts'

/** Nothing to draw, and none of it: no proxy and no upstream can charge for it. */
export const NOTHING = '{"n":0}'

const PROMPT = 'A plain grey square on white, sent by limn-check.'

/** The one request that is ever sent to be executed: one picture. */
export const PICTURE = JSON.stringify({ prompt: PROMPT, n: 1 })

/** The same request, written otherwise. */
export const SAME_PICTURE = JSON.stringify({ response_format: 'url', n: 1, model: 'gpt-image-2', prompt: PROMPT })

export const OTHER_PICTURE = JSON.stringify({ prompt: PROMPT, n: 1, size: '1024x1024' })

/** A fresh key by the clock of the proxy. */
export const freshKey = ({ clock, capabilities }: Visit, ago = 0): string =>
  mintKey(clock.now() + (capabilities?.clockOffset ?? 0) - ago)

/** How a caller is told that a request is wrong: what every other refusal is compared with. */
export const plainRefusal = once((visit: Visit): Promise<Heard> => post(visit, NOTHING))

/** `POST /generations` of what cannot be charged, under a fresh key where keys are known. */
export const post = (visit: Visit, body: string | Uint8Array, asking: Parameters<Visit['ask']>[2] = {}) =>
  visit.ask('POST', '/generations', {
    body,
    ...asking,
    headers: { ...keyed(visit, freshKey(visit)), ...asking.headers },
  })

/** The header of a key, where keys are known: a plain proxy might pass it on. */
export const keyed = ({ capabilities }: Visit, key: string): Record<string, string> =>
  capabilities ? { 'idempotency-key': key } : {}

/** One picture, asked for twice at once under one key where that is allowed. */
export const created = once(async (visit: Visit) => {
  const key = freshKey(visit)
  const send = () => visit.create(PICTURE, keyed(visit, key))
  visit.mayCreate(1)
  const twice = visit.capabilities?.features.idempotency && allows(visit, 2)
  const [first, twin] = await Promise.all([send(), twice ? send() : undefined])
  return { key, first, twin, answer: first.status === 200 ? first : (twin ?? first) }
})

/** The task of {@link created}. */
export const createdTask = once(async (visit: Visit) => {
  const { key, answer } = await created(visit)
  const { id } = (answer.body ?? {}) as { id?: unknown }
  if (answer.status !== 200 || typeof id !== 'string' || id === '' || !id.isWellFormed())
    throw new NotTried(`the create made no task: ${told(answer)}`)
  return { key, id, path: `/tasks/${encodeURIComponent(id)}` }
})

/** A key that was given up before anything was sent under it. */
export const abandoned = once(async (visit: Visit) => {
  const key = freshKey(visit)
  return { key, first: await abandon(visit, key) }
})

export const abandon = (visit: Visit, key: string, asking: Parameters<Visit['ask']>[2] = {}) =>
  visit.ask('POST', `/generations/${key}/abandon`, { body: '{}', ...asking })

function allows(visit: Visit, times: number): boolean {
  try {
    visit.mayCreate(times)
    return true
  } catch {
    return false
  }
}

/** What is done at most once in a visit, whichever point comes first. */
function once<T>(step: (visit: Visit) => Promise<T>): (visit: Visit) => Promise<T> {
  const done = new WeakMap<Visit, Promise<T>>()
  return (visit) => {
    const known = done.get(visit) ?? step(visit)
    done.set(visit, known)
    return known
  }
}
