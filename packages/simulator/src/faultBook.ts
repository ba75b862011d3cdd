import type { Fault, FaultEffect } from './Fault.ts'
import type { Random } from './random.ts'
import { readFaults } from './readFaults.ts'

/** The faults in force, and how often each was met and has acted. */
export interface FaultBook {
  /** Puts these before the ones in force, as MSW does. */
  use(faults: unknown): void
  /** Takes these instead of the ones in force. */
  replace(faults: unknown): void
  /** The effect on one request, if any: that of the newest fault that acts. Every matching one counts it. */
  meet(on: Fault['on'], prompt: string): FaultEffect | undefined
}

export function createFaultBook(random: Random): FaultBook {
  let entries: readonly { fault: Fault; pattern: RegExp | undefined; met: number; acted: number }[] = []
  const enter = (faults: unknown) =>
    readFaults(faults).map((fault) => ({ fault, pattern: patternOf(fault.prompt), met: 0, acted: 0 }))
  return {
    use(faults) {
      entries = [...enter(faults), ...entries]
    },
    replace(faults) {
      entries = enter(faults)
    },
    meet(on, prompt) {
      let effect: FaultEffect | undefined
      for (const entry of entries) {
        const { fault, pattern } = entry
        if (fault.on !== on || (pattern && !pattern.test(prompt))) continue
        entry.met += 1
        if (effect || (fault.nth !== undefined && fault.nth !== entry.met)) continue
        if (entry.acted >= (fault.times ?? Infinity)) continue
        if (fault.probability !== undefined && random() >= fault.probability) continue
        entry.acted += 1
        effect = fault.do
      }
      return effect
    },
  }
}

/** Without the flags that make a RegExp remember where it was. */
const patternOf = (prompt: RegExp | string | undefined): RegExp | undefined => {
  if (prompt === undefined) return undefined
  return typeof prompt === 'string' ? new RegExp(prompt) : new RegExp(prompt.source, prompt.flags.replace(/[gy]/g, ''))
}
