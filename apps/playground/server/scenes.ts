import { SCENARIOS } from '@limn/simulator'

/** The simulator's scenarios, of which one or none is on. */
export interface Scenes {
  readonly names: readonly string[]
  readonly current: () => string | null
  /** Puts one on, or (null) none; false for a name that is none. */
  readonly play: (name: string | null) => Promise<boolean>
}

/** Steers a simulator over its control route, as a test of another process would. */
export function createScenes(control: URL, send: (request: Request) => Promise<Response> = fetch): Scenes {
  let current: string | null = null
  return {
    names: Object.keys(SCENARIOS),
    current: () => current,
    async play(name) {
      const faults = name === null ? [] : Object.entries(SCENARIOS).find(([known]) => known === name)?.[1]
      if (!faults) return false
      const { ok } = await send(new Request(control, { method: 'PUT', body: JSON.stringify(faults) }))
      if (ok) current = name
      return ok
    },
  }
}
