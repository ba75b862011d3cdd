import { LimnError } from '@limn/core'
import { refuse, replayed, retryHeaders, type Answer } from '../answer.ts'
import type { RowAnswer } from '../keyTable.ts'
import type { Row } from '../ledger/ledger.ts'
import type { Runtime } from '../runtime.ts'
import { toWireTask } from '../wireTask.ts'
import { taskOfRow } from './findTask.ts'

/** The answer a row gives, by its word in the key table. */
export async function answerRow(runtime: Runtime, row: Row, word: Exclude<RowAnswer, 'create'>): Promise<Answer> {
  return word === 'not_found' ? generationNotFound(runtime) : replayed(await told(runtime, row, word))
}

/** 404, with the ledger's id: a client takes it for "never sent" only from the ledger it knows. */
export async function generationNotFound({ ledger }: Runtime): Promise<Answer> {
  const answer = refuse(new LimnError('generation_not_found', 'Nothing was sent under this key.'))
  return { ...answer, headers: { 'limn-ledger-id': (await ledger?.id()) ?? '' } }
}

/** 424: it may have been executed and charged; asking again under this key changes nothing. */
export const outcomeUnknown = (key: string): Answer =>
  refuse(
    new LimnError(
      'outcome_unknown',
      'The request went out, and no clear answer came back: it may have been executed and charged. It was not sent again.',
    ),
    { generation: { key, state: 'uncertain' } },
  )

/** 200 with the task of an accepted row. */
async function taskOf(runtime: Runtime, row: Row): Promise<Answer> {
  const { principal, key, taskId = '', acceptedAt = row.createdAt } = row
  const handle = await runtime.handles.seal({ taskId, principal, key, at: acceptedAt })
  return { status: 200, body: await toWireTask(runtime, { task: taskOfRow(runtime, row), handle, row }) }
}

async function told(runtime: Runtime, row: Row, word: Exclude<RowAnswer, 'create' | 'not_found'>): Promise<Answer> {
  const { key, refusal } = row
  if (word === 'task') return taskOf(runtime, row)
  if (word === 'unknown') return outcomeUnknown(key)
  if (word === 'given_up') return { status: 200, body: { key, state: 'abandoned' } }
  if (word === 'uncertain') return { status: 200, body: { key, state: 'uncertain' } }
  if (word === 'refusal') return { ...refusal!, headers: retryHeaders(refusal!.status) }
  return refuse(REFUSALS[word]())
}

const REFUSALS = {
  abandoned: () => new LimnError('generation_abandoned', 'This key was given up before it was sent. Nothing was sent.'),
  expired: () => new LimnError('key_expired', 'This key was used long ago and is forgotten. Nothing was sent.'),
  in_progress: () =>
    new LimnError('idempotency_in_progress', 'The first request under this key is still under way.', {
      retryAfter: 1000,
    }),
}
