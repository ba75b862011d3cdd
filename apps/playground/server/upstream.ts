import { gptImage2, type Upstream } from '@limn/server'
import { createSimulator } from '@limn/simulator'
import { serveSimulator } from '@limn/simulator/node'
import { createScenes, type Scenes } from './scenes.ts'

/** Where the pictures come from, and how to let go of it. */
export interface OpenUpstream {
  readonly mode: 'real' | 'simulated'
  readonly upstream: Upstream
  /** What may go wrong, where it is simulated. */
  readonly scenes?: Scenes | undefined
  close(): Promise<void>
}

/** The real API when there is a key, else a simulator on a port of its own, reached over HTTP like the real one. */
export async function openUpstream(env: NodeJS.ProcessEnv): Promise<OpenUpstream> {
  if (env.GPT_IMAGE_2_API_KEY)
    return { mode: 'real', upstream: gptImage2({ apiKey: env.GPT_IMAGE_2_API_KEY }), close: async () => {} }
  const simulator = await serveSimulator(createSimulator({ apiKey: 'simulated', balance: 1_000_000 }))
  return {
    mode: 'simulated',
    upstream: gptImage2({ apiKey: 'simulated', baseUrl: simulator.url }),
    scenes: createScenes(new URL('/_simulator/faults', simulator.url)),
    close: () => simulator.close(),
  }
}
