/** What a proxy has around it; a test gives it another. */
export interface Environment {
  /** ms since the epoch. */
  now(): number
  /** Runs `task` once after `ms`; the answer calls it off. `awaited`: a process must not end before. */
  after(ms: number, task: () => void, awaited?: boolean): () => void
  /** An environment variable. */
  variable(name: string): string | undefined
}

/** The real one, on every runtime. */
export const systemEnvironment: Environment = {
  now: () => Date.now(),
  after(ms, task, awaited = false) {
    const timer = setTimeout(task, ms)
    // On Node nothing stays alive for a timer that nobody awaits; elsewhere a timer is a number.
    if (!awaited) (timer as { unref?: () => void }).unref?.()
    return () => clearTimeout(timer)
  },
  variable: (name) => (globalThis as { process?: { env?: Record<string, string | undefined> } }).process?.env?.[name],
}

/** Everything but `development` and `test` is production; unset is, too. */
export const isDevelopment = (environment: Pick<Environment, 'variable'>): boolean =>
  ['development', 'test'].includes(environment.variable('NODE_ENV') ?? '')

/** `promise`, or `late()` thrown once `ms` have gone by. */
export function within<T>(ms: number, environment: Environment, promise: Promise<T>, late: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = environment.after(ms, () => reject(late()))
    void promise.then(resolve, reject).finally(cancel)
  })
}
