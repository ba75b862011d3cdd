type WaitUntil = (work: Promise<unknown>) => void

/** Where the platform ends a request with its answer (Workers), asks it to wait for `work`. */
export function keepAlive<T>(context: unknown, work: Promise<T>): Promise<T> {
  waitUntilOf(context)?.(work.catch(() => {}))
  return work
}

/** A Worker's context, or Hono's, whose getter throws where there is none. */
function waitUntilOf(context: unknown): WaitUntil | undefined {
  if (typeof context !== 'object' || context === null) return undefined
  try {
    const holder = 'waitUntil' in context ? context : 'executionCtx' in context ? context.executionCtx : undefined
    const { waitUntil } = holder as { waitUntil?: unknown }
    return typeof waitUntil === 'function' ? (waitUntil.bind(holder) as WaitUntil) : undefined
  } catch {
    return undefined
  }
}
