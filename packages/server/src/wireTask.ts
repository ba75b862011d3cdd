import { toErrorBody, type Task } from '@limn/core'
import type { Row } from './ledger/ledger.ts'
import type { Runtime } from './runtime.ts'

/** A task and what the ledger adds to it. */
interface Told {
  readonly task: Task
  readonly handle: string
  readonly row?: Pick<Row, 'key' | 'slot' | 'request' | 'archive'> | undefined
}

/**
 * A task as it goes to the browser: upstream's id is replaced by the handle, upstream's URLs by addresses on this proxy; the
 * ledger's own fields are added. What is undefined is not written.
 */
export async function toWireTask(
  { images, archive }: Pick<Runtime, 'images' | 'archive'>,
  { task, handle, row }: Told,
) {
  const { status, created, model, credits, data, error } = task
  const kept = data.every(({ url }, index) => url === null || row?.archive?.[index])
  return {
    id: handle,
    object: 'image.generation',
    created,
    model,
    status,
    credits,
    data:
      data.length === 0
        ? NONE
        : await Promise.all(
            data.map(async ({ url }, index) => ({
              url: row?.archive?.[index]?.url ?? (url === null || !images ? url : await images.urlOf(handle, index)),
            })),
          ),
    archived: archive && row && status === 'succeeded' ? kept : undefined,
    error: error && toErrorBody(error).error,
    key: row?.key,
    slot: row?.slot,
    request: row?.request,
  }
}

const NONE: readonly { readonly url: string | null }[] = []

/** What is told of a task that upstream has taken and not yet shown. */
export const pendingTask = (taskId: string, at: number, model: string): Task => ({
  id: taskId,
  status: 'pending',
  created: Math.floor(at / 1000),
  model,
  data: [],
})
