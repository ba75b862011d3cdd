import { gptImage2, type Upstream } from '@limn/server'
import { createSimulator, SCENARIOS } from '@limn/simulator'
import { serveSimulator } from '@limn/simulator/node'

/** Where the pictures come from, and how to let go of it. */
export interface OpenUpstream {
  readonly mode: 'real' | 'simulated'
  readonly upstream: Upstream
  /** What may go wrong, where it is simulated. */
  readonly scenes?: Scenes | undefined
  close(): Promise<void>
}

/** The simulator's scenarios, of which one or none is on. */
export interface Scenes {
  readonly names: readonly string[]
  readonly current: () => string | null
  /** Puts one on, or (null) none; false for a name that is none. */
  readonly play: (name: string | null) => Promise<boolean>
}

/** The real API when there is a key, else a simulator on a port of its own, reached over HTTP like the real one. */
export async function openUpstream(env: NodeJS.ProcessEnv): Promise<OpenUpstream> {
  if (env.GPT_IMAGE_2_API_KEY)
    return { mode: 'real', upstream: gptImage2({ apiKey: env.GPT_IMAGE_2_API_KEY }), close: async () => {} }
  const simulator = await serveSimulator(createSimulator({ apiKey: 'simulated', balance: 1_000_000 }))
  return {
    mode: 'simulated',
    upstream: gptImage2({ apiKey: 'simulated', baseUrl: simulator.url }),
    scenes: createScenes(simulator.url),
    close: () => simulator.close(),
  }
}

/** Steers the simulator over its control route, as a test of another process would. */
export function createScenes(url: string): Scenes {
  let current: string | null = null
  const control = new URL('/_simulator/faults', url)
  return {
    names: Object.keys(SCENARIOS),
    current: () => current,
    async play(name) {
      const faults = name === null ? [] : Object.entries(SCENARIOS).find(([known]) => known === name)?.[1]
      if (!faults) return false
      const { ok } = await fetch(control, { method: 'PUT', body: JSON.stringify(faults) })
      if (ok) current = name
      return ok
    },
  }
}
