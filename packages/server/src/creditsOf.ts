import type { Task } from '@limn/core'

/** What a task has cost by its latest answer, in credits; undefined where that says nothing. */
export function creditsOf(task: Task | undefined, refundFailed: boolean): number | undefined {
  const lost = task?.status === 'failed' || task?.status === 'canceled'
  return lost && refundFailed ? 0 : task?.credits
}
