import { toErrorBody } from '@limn/core'
import type { Runtime } from '../runtime.ts'
import { toWireTask } from '../wireTask.ts'
import type { Found } from './findTask.ts'

/** Tasks that one request may name. */
export const MAX_IDS = 32

/** Tasks as a list goes out; why there is none stands in the place of one that is not to be told. */
export const toList = async (runtime: Runtime, found: readonly Found[], next: string | null = null) => ({
  object: 'list',
  data: await Promise.all(
    found.map(async ({ handle, row, task, error }) =>
      task ? toWireTask(runtime, { task, handle, row }) : { id: handle, ...toErrorBody(error) },
    ),
  ),
  next_cursor: next,
})
