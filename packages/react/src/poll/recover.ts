import type { LimnError } from '@limn/core'
import type { Core } from '../Engine.ts'

/** The handle is not known any more, which `error` says; the key may still be, and lead to another. */
export async function recover({ client, journal }: Core, key: string, error: LimnError): Promise<void> {
  try {
    const task = await client.getGeneration(key)
    await journal.dispatch(key, { type: 'accept', at: Date.now(), task })
  } catch (thrown) {
    const answer = thrown as LimnError
    const isGone = answer.ledger !== undefined && answer.status === 404
    const look = { error: answer }
    await journal.dispatch(key, isGone ? { type: 'doubt', error } : { type: 'look', at: Date.now(), look })
  }
}
