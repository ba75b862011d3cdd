import { refuse, type Answer } from '../answer.ts'
import type { Call, Runtime } from '../runtime.ts'
import { toWireTask } from '../wireTask.ts'
import { findTask } from './findTask.ts'
import { holdUntilChange } from './hold.ts'

/** `GET /tasks/{handle}`: one task, at once or at its next change. */
export async function task(call: Call, runtime: Runtime): Promise<Answer> {
  const fresh = /\bno-cache\b/i.test(call.request.headers.get('cache-control') ?? '')
  const { found, headers } = await holdUntilChange(call, runtime, [await findTask(runtime, call, call.segment, fresh)])
  const { handle, row, task: told, error, degraded } = found[0]!
  return error
    ? { ...refuse(error), degraded }
    : { status: 200, headers, body: await toWireTask(runtime, { task: told, handle, row }), degraded }
}
