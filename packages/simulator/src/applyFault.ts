import { json, refuse } from './answer.ts'
import { Cut } from './Cut.ts'
import type { FaultEffect } from './Fault.ts'
import type { SimulatedTask } from './SimulatedTask.ts'

/** What a fault changes about a task. */
export type Plan = Partial<Pick<SimulatedTask, 'outcome' | 'error' | 'deliver' | 'data' | 'queue'>>

export function planOf(effect: FaultEffect | undefined): Plan {
  if (!effect) return {}
  if ('outcome' in effect) return { outcome: effect.outcome, ...(effect.error && { error: effect.error }) }
  if ('deliver' in effect) return { deliver: effect.deliver, data: undefined }
  if ('queue' in effect) return { queue: effect.queue }
  return 'data' in effect ? { data: effect.data } : {}
}

/**
 * The answer under a fault; `run` executes the request and gives the true one.
 * @throws Cut, where the fault breaks the connection
 */
export async function applyFault(
  effect: FaultEffect | undefined,
  signal: AbortSignal,
  run: () => Promise<Response>,
): Promise<Response> {
  if (!effect || 'outcome' in effect || 'deliver' in effect || 'data' in effect || 'queue' in effect) return run()
  if ('cut' in effect) {
    if (effect.cut === 'after') await run()
    throw new Cut()
  }
  const instead = effect.status !== undefined || effect.body !== undefined || effect.raw !== undefined
  const answer = !instead || effect.execute ? await run() : undefined
  if (effect.delay) await pause(effect.delay, signal)
  if (instead || !answer) return toResponse(effect)
  const headers = new Headers(answer.headers)
  for (const [name, value] of Object.entries(effect.headers ?? {})) headers.set(name, value)
  return new Response(answer.body, { status: answer.status, headers })
}

function toResponse({ status = 200, body, headers = {}, raw }: Extract<FaultEffect, { status?: number }>): Response {
  if ([204, 205, 304].includes(status)) return new Response(null, { status, headers })
  if (raw !== undefined) return new Response(raw, { status, headers })
  if (body !== undefined) return json(body, status, headers)
  return status >= 400 ? refuse(status, { headers }) : new Response('', { status, headers })
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const give = () => {
      clearTimeout(timer)
      reject(signal.reason as Error)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', give)
      resolve()
    }, ms)
    if (signal.aborted) give()
    else signal.addEventListener('abort', give, { once: true })
  })
}
