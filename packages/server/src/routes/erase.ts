import { LimnError } from '@limn/core'
import { refuse, type Answer } from '../answer.ts'
import type { Call, Runtime } from '../runtime.ts'
import { findTask, taskNotFound } from './findTask.ts'

/** `DELETE /tasks/{handle}`: forgets request, pictures and their URLs; key, state and credits stay. */
export async function erase(call: Call, runtime: Runtime): Promise<Answer> {
  const { ledger, watching, archive } = runtime
  const { handle, row, error, degraded } = await findTask(runtime, call, call.segment)
  if (!row && degraded) throw new LimnError('ledger_unavailable', 'Nothing could be deleted just now: ask again.')
  if (!row || row.deletedAt !== undefined) return { ...refuse(error ?? taskNotFound()), degraded }
  // Bytes first: what breaks off here can be asked for again.
  await archive?.remove(row)
  const after = await ledger!.erase(row)
  if (after) {
    // A picture that was just being kept is in the store since.
    await archive?.remove(row)
    watching!.watcher.tell(after)
    watching!.changes.tell(after)
  }
  return { status: 200, body: { id: handle, deleted: true } }
}
