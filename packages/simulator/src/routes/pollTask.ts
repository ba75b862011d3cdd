import { json, refuse } from '../answer.ts'
import type { Plan } from '../applyFault.ts'
import { failWithoutReferences } from '../failWithoutReferences.ts'
import { isSettled, toTaskBody, type SimulatedTask } from '../SimulatedTask.ts'
import { refund, type World } from '../World.ts'

/**
 * Where the task stands now. A fault's outcome settles it at once and for good; pictures and data are of this answer
 * only, but a picture that was told can be read.
 */
export async function pollTask(
  world: World,
  task: SimulatedTask | undefined,
  plan: Plan,
  now: number,
  origin: string,
): Promise<Response> {
  if (!task) return refuse(404)
  const { outcome, error, ...told } = plan
  if (outcome) Object.assign(task, { outcome, ...(error && { error }), settlesAt: Math.min(task.settlesAt, now) })
  if (isSettled(task, now) && task.outcome === 'succeeded') {
    task.readable = Math.max(task.readable, told.deliver ?? 0)
    await failWithoutReferences(task)
  }
  refund(world, now)
  return json(toTaskBody({ ...task, ...told }, now, origin))
}
