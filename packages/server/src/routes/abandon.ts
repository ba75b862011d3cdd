import { LimnError, isObject } from '@limn/core'
import type { Answer } from '../answer.ts'
import { checkKeyAge, keyOfPath } from '../idempotencyKey.ts'
import { wordOf } from '../keyTable.ts'
import { parseBody } from '../normalise/body.ts'
import type { Call, Runtime } from '../runtime.ts'
import { answerRow, generationNotFound } from './answerRow.ts'

/** `POST /generations/{key}/abandon`: a create that arrives later under this key is refused. */
export async function abandon({ segment, user, body }: Call, runtime: Runtime): Promise<Answer> {
  const { environment, keyring, ledger } = runtime
  const key = keyOfPath(segment)
  if (!isObject(parseBody(body))) throw new LimnError('invalid_request', 'The body must be a JSON object, such as {}.')
  if (key === undefined || !ledger) return generationNotFound(runtime)
  const ref = { principal: user.id, key }
  const before = await ledger.find(ref)
  if (!before) checkKeyAge(key, environment.now())
  const row = await ledger.abandon({ ...ref, keyTag: await keyring.tag('key', key) })
  const answer = await answerRow(runtime, row, wordOf(row, 'abandon'))
  return before ? answer : { status: answer.status, body: answer.body }
}
