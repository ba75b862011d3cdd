import { CREDITS_PER_IMAGE, isLimnError, toRequest } from '@limn/core'
import { readRequest } from '@limn/core/schema'
import { json, refuse } from '../answer.ts'
import type { Plan } from '../applyFault.ts'
import { createRandom } from '../random.ts'
import { failWithoutReferences } from '../failWithoutReferences.ts'
import { fetchReferences } from '../fetchReferences.ts'
import { toTaskBody, type SimulatedTask } from '../SimulatedTask.ts'
import type { SimulatorOptions } from '../Simulator.ts'
import { refund, type World } from '../World.ts'

/** Checks, charges and starts a task, or refuses and charges nothing. */
export function createTask(
  world: World,
  options: SimulatorOptions & { readonly now: () => number },
  text: string,
  plan: Plan,
  origin: string,
): Response {
  const body = parse(text)
  if (body === undefined) return refuse(400, { code: 'invalid_json', message: 'The body is not valid JSON.' })
  const request = check(body)
  if (request instanceof Response) return request

  const now = options.now()
  refund(world, now)
  const credits = request.n * CREDITS_PER_IMAGE
  if (credits > world.balance)
    return refuse(402, { message: `Insufficient credits: this takes ${credits} credits, ${world.balance} are left.` })

  const { duration = [2000, 6000], seed = 1 } = options
  const [from, to] = typeof duration === 'number' ? [duration, duration] : duration
  const { queue = 0 } = plan
  const task: SimulatedTask = {
    id: uuid(seed, world.tasks.size, now),
    request,
    createdAt: now,
    credits,
    queue,
    settlesAt: now + queue + Math.round(world.durations.between(from, to)),
    outcome: 'succeeded',
    error: { code: 'generation_failed', message: 'The provider could not finish this task.' },
    deliver: request.n,
    readable: plan.deliver ?? request.n,
    data: undefined,
    ...plan,
    references: fetchReferences(request.image_urls, options.fetchReference),
    refunded: false,
  }
  void failWithoutReferences(task)
  world.balance -= credits
  world.tasks.set(task.id, task)
  world.creates.push({ id: task.id, at: now, credits, request })
  const event = { event: 'create', id: task.id, at: now, credits, request: body } as const
  world.log.push(event)
  options.onEvent?.(event)
  return json({ ...toTaskBody(task, now, origin), status: 'pending', data: [] })
}

function check(body: unknown) {
  try {
    return toRequest({ ...readRequest(body) })
  } catch (error) {
    if (!isLimnError(error)) throw error
    return refuse(400, { code: error.code, message: error.message, param: error.param ?? null })
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A version 4 UUID. It depends on the time too, so that a restarted simulator does not hand out old ids again. */
function uuid(seed: number, count: number, now: number): string {
  const random = createRandom(seed, 'id', count, now)
  const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('')
  const variant = '89ab'[Math.floor(random() * 4)]
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`
}
