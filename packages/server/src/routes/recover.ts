import type { Answer } from '../answer.ts'
import { checkKeyAge, keyOfPath } from '../idempotencyKey.ts'
import { wordOf } from '../keyTable.ts'
import type { Call, Runtime } from '../runtime.ts'
import { answerRow, generationNotFound } from './answerRow.ts'

/** `GET /generations/{key}`: what became of a key. Never creates. */
export async function recover({ segment, user }: Call, runtime: Runtime): Promise<Answer> {
  const key = keyOfPath(segment)
  if (key === undefined) return generationNotFound(runtime)
  const row = await runtime.ledger?.find({ principal: user.id, key })
  if (row) return answerRow(runtime, row, wordOf(row, 'get'))
  checkKeyAge(key, runtime.environment.now())
  return generationNotFound(runtime)
}
