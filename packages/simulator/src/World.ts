import type { GenerationRequest } from '@limn/core'
import { createFaultBook, type FaultBook } from './faultBook.ts'
import { createRandom, type Random } from './random.ts'
import type { SimulatedTask } from './SimulatedTask.ts'
import { isSettled } from './SimulatedTask.ts'
import type { SimulatorEvent, SimulatorOptions } from './Simulator.ts'

/** Everything the simulator remembers; a reset makes another. */
export interface World {
  readonly tasks: Map<string, SimulatedTask>
  readonly log: SimulatorEvent[]
  readonly creates: { id: string; at: number; credits: number; request: GenerationRequest }[]
  readonly polls: { id: string; at: number }[]
  readonly faults: FaultBook
  readonly durations: Random
  balance: number
}

export const createWorld = ({ seed = 1, balance = 10_000 }: SimulatorOptions): World => ({
  tasks: new Map(),
  log: [],
  creates: [],
  polls: [],
  faults: createFaultBook(createRandom(seed, 'faults')),
  durations: createRandom(seed, 'durations'),
  balance,
})

/** Gives back what tasks took that ended without a picture. */
export function refund(world: World, now: number): void {
  for (const task of world.tasks.values()) {
    if (task.refunded || task.outcome === 'succeeded' || !isSettled(task, now)) continue
    task.refunded = true
    world.balance += task.credits
  }
}
