import { toErrorBody, type Task } from '@limn/core'
import type { Row } from './ledger/ledger.ts'

/** A task as it goes to the browser: upstream's id is replaced by the handle, the ledger's own fields are added. */
export function toWireTask(task: Task, handle: string, row?: Pick<Row, 'key' | 'slot' | 'request'>) {
  const { status, created, model, credits, data, error } = task
  return {
    id: handle,
    object: 'image.generation',
    created,
    model,
    status,
    ...(credits !== undefined && { credits }),
    data,
    ...(error && { error: toErrorBody(error).error }),
    ...(row && { key: row.key }),
    ...(row?.slot !== undefined && { slot: row.slot }),
    ...(row?.request && { request: row.request }),
  }
}

/** What is told of a task that upstream has taken and not yet shown. */
export const pendingTask = (taskId: string, at: number, model: string): Task => ({
  id: taskId,
  status: 'pending',
  created: Math.floor(at / 1000),
  model,
  data: [],
})
