import { createEngine } from './createEngine.ts'
import type { Limn, LimnOptions } from './Limn.ts'

/** Makes a Limn outside of React: for browser-only apps and tests. In a browser it begins to watch at once; on a server it asks nothing. */
export function createLimn(options: LimnOptions = {}): Limn {
  const engine = createEngine(options)
  if (typeof window !== 'undefined') engine.mount()
  return engine
}
