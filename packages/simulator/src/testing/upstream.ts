import { createSimulator } from '../createSimulator.ts'
import type { Simulator, SimulatorOptions } from '../Simulator.ts'

const BASE = 'https://upstream.test/api/v1'

/** A simulator on a clock that the test moves, and the two calls of the API page. */
export function createUpstream(options: SimulatorOptions = {}) {
  const clock = { now: 1_800_000_000_000 }
  const simulator = createSimulator({ duration: 5000, now: () => clock.now, ...options })
  return { simulator, clock, ...callsOf(simulator) }
}

export function callsOf(simulator: Simulator) {
  const headers = { authorization: `Bearer ${simulator.apiKey}`, 'content-type': 'application/json' }
  const post = (body: unknown, own: Record<string, string> = headers) =>
    simulator.fetch(
      new Request(`${BASE}/images/generations`, {
        method: 'POST',
        headers: own,
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    )
  const look = (id: string) => simulator.fetch(new Request(`${BASE}/images/tasks/${id}`, { headers }))
  return {
    post,
    look,
    async create(body: unknown): Promise<TaskBody> {
      return (await (await post(body)).json()) as TaskBody
    },
    async poll(id: string): Promise<TaskBody> {
      return (await (await look(id)).json()) as TaskBody
    },
  }
}

export interface TaskBody {
  readonly id: string
  readonly object: string
  readonly created: number
  readonly model: string
  readonly status: string
  readonly credits: number
  readonly data: readonly { readonly url: string }[]
  readonly error?: { readonly code: string; readonly message: string }
}

export const errorOf = async (answer: Response) =>
  ((await answer.json()) as { error: { message: string; type: string; param: string | null; code: string | null } })
    .error
