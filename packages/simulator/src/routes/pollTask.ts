import { json, refuse } from '../answer.ts'
import type { Plan } from '../applyFault.ts'
import { failWithoutReferences } from '../failWithoutReferences.ts'
import { isSettled, toTaskBody, type SimulatedTask } from '../SimulatedTask.ts'
import { refund, type World } from '../World.ts'

/** Where the task stands now. A fault's plan is taken over first; an outcome settles it at once. */
export async function pollTask(
  world: World,
  task: SimulatedTask | undefined,
  plan: Plan,
  now: number,
  origin: string,
): Promise<Response> {
  if (!task) return refuse(404)
  Object.assign(task, plan)
  if (plan.outcome) task.settlesAt = Math.min(task.settlesAt, now)
  if (isSettled(task, now) && task.outcome === 'succeeded') await failWithoutReferences(task)
  refund(world, now)
  return json(toTaskBody(task, now, origin))
}
