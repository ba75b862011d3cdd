import { errorType, type GenerationRequest, type TaskStatus } from '@limn/core'

/** A task as the simulator keeps it. Where it stands is read off the clock whenever someone looks. */
export interface SimulatedTask {
  readonly id: string
  readonly request: GenerationRequest
  /** ms since the epoch. */
  readonly createdAt: number
  readonly credits: number
  /** ms in line before its own time begins. */
  readonly queue: number
  /** ms since the epoch at which it settles. */
  settlesAt: number
  outcome: 'succeeded' | 'failed' | 'canceled'
  error: { readonly code: string; readonly message: string }
  /** Pictures to tell of. */
  readonly deliver: number
  /** Pictures that can be read: as many as were ever told. */
  readable: number
  /** `data` to tell instead of the pictures. */
  readonly data: readonly unknown[] | undefined
  /** The references' bytes; rejects when one cannot be had. */
  readonly references: Promise<readonly Uint8Array[]>
  refunded: boolean
}

export const isSettled = (task: SimulatedTask, now: number): boolean => now >= task.settlesAt

/** The first fifth of its own time a task waits in line too. */
export function statusAt(task: SimulatedTask, now: number): TaskStatus {
  if (isSettled(task, now)) return task.outcome
  const begins = task.createdAt + task.queue
  return now - begins < (task.settlesAt - begins) / 5 ? 'pending' : 'processing'
}

/** The task as the API tells it, its pictures on `origin`. */
export function toTaskBody(task: SimulatedTask, now: number, origin: string): Readonly<Record<string, unknown>> {
  const status = statusAt(task, now)
  return {
    id: task.id,
    object: 'image.generation',
    created: Math.floor(task.createdAt / 1000),
    model: task.request.image_urls.length > 0 ? 'gpt-image-2-image-to-image' : 'gpt-image-2-text-to-image',
    status,
    credits: task.credits,
    data: status === 'succeeded' ? (task.data ?? pictures(task, origin)) : [],
    ...(status === 'failed' && { error: { ...task.error, type: errorType(400), param: null } }),
  }
}

const pictures = ({ id, deliver, request }: SimulatedTask, origin: string) =>
  Array.from({ length: deliver }, (_, i) => ({ url: `${origin}/files/${id}/${i}.${request.output_format ?? 'png'}` }))
