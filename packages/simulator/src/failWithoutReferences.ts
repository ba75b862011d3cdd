import type { SimulatedTask } from './SimulatedTask.ts'

/** Waits for the task's references; a task that would have succeeded fails when one cannot be had. Never rejects. */
export async function failWithoutReferences(task: SimulatedTask): Promise<void> {
  try {
    await task.references
  } catch (error) {
    if (task.outcome !== 'succeeded') return
    task.outcome = 'failed'
    task.error = { code: 'invalid_image_url', message: error instanceof Error ? error.message : String(error) }
  }
}
