import { LimnError, isLimnError } from '@limn/core'
import { toResponse, type Sealed } from './answer.ts'
import { arrivalOf, type Arrival } from './arrival.ts'
import { createRuntime } from './createRuntime.ts'
import { checkArchive, checkPath } from './checkOptions.ts'
import { createServerClient, type ServerClient } from './createServerClient.ts'
import { dispatch, type Desk, type Opening, type Visitor } from './dispatch.ts'
import { withDoor } from './door.ts'
import { isDevelopment, systemEnvironment, type Environment } from './environment.ts'
import { askApp, askCookie, isPrincipal, type Principal } from './policy/authorize.ts'
import type { Platform } from './platform.ts'
import { UNKNOWN_ADDRESS, checkHops, clientNetwork } from './policy/clientAddress.ts'
import { checkLimits } from './policy/limits.ts'
import { checkOrigins } from './policy/origins.ts'
import { checkBaseUrl, checkReferenceOptions, findProblems } from './policy/production.ts'
import { createCounter } from './policy/rates.ts'
import type { ProxyOptions } from './proxyOptions.ts'
import type { Runtime } from './runtime.ts'
import type { Swept } from './watch/sweep.ts'
import { keepAlive } from './waitUntil.ts'

/** The proxy: one function from request to answer. `Context` is what `authorize` is given beside the request. */
export interface LimnProxy<P extends Principal = Principal, Context = Platform | void> {
  (request: Request, context: Context): Promise<Response>
  /** Where it is mounted, such as `/api/images`. */
  readonly path: string
  /**
   * The same wire in this process, as that user: for server components, actions and jobs. Nobody is asked who calls.
   * @throws TypeError when its `id` is not 1 to 255 characters
   */
  as(principal: P): ServerClient
  /**
   * Resolves once the proxy may serve. The CLI and the Node adapter ask at start; elsewhere the first request does, which is
   * answered 503 `proxy_misconfigured` until it may, so that a build without secrets passes.
   * @throws LimnError `proxy_misconfigured`, saying what is wrong in the environment and what to do; `ledger_unavailable`
   * when the ledger cannot be opened.
   */
  ready(): Promise<void>
  /** Looks after running tasks from now on, unless `watch: false`; `toNodeHandler`, `limn()` and the CLI say so. */
  watch(): void
  /**
   * One look at every running task that nobody watches, and what is left to do about settled ones: for a cron, where nothing
   * runs between requests. `signal` ends it early.
   * @throws LimnError `proxy_misconfigured`, `ledger_unavailable`
   */
  sweep(options?: { readonly signal?: AbortSignal | undefined }): Promise<Swept>
  /** Takes no more requests, waits for what is under way, then closes the ledger. */
  close(): Promise<void>
  /** Type only: who pays. */
  readonly '~principal'?: P
}

/**
 * A proxy that keeps the API key, charges once per intent and shows each task to its owner only.
 * @throws TypeError for what is wrong in code: `path`, `origins`, `limits`, `budget`, `rates`, `trustProxy`, the upstream's
 * base URL. Never for the environment.
 */
export const createProxy = <P extends Principal = Principal, Context = Platform | void>(
  options: ProxyOptions<P, Context>,
): LimnProxy<P, Context> => assembleProxy(options, systemEnvironment)

/** {@link createProxy} in an environment of the caller's making. */
export function assembleProxy<P extends Principal, Context>(
  options: ProxyOptions<P, Context>,
  environment: Environment,
): LimnProxy<P, Context> {
  const mount = checkPath(options.path ?? '/api/images')
  const origins = checkOrigins(options.origins ?? [])
  const hops = checkHops(options.trustProxy ?? 0)
  checkArchive(options)
  const counter = createCounter(options.rates, environment.now)
  checkLimits(options.limits, options.budget)
  checkBaseUrl(options.upstream)
  checkReferenceOptions(options)
  const underway = new Set<Promise<unknown>>()
  const ending = new AbortController()
  let [runtime, migrated, closed]: [Runtime | undefined, boolean, boolean] = [undefined, false, false]
  let watch = options.watch === true
  let desk: Desk | undefined

  async function start(): Promise<Runtime> {
    if (!runtime) {
      const problems = findProblems(options, environment)
      if (problems.length > 0) throw new LimnError('proxy_misconfigured', `limn cannot serve. ${problems.join(' ')}`)
      runtime = createRuntime(options, mount, environment)
    }
    if (!migrated && isDevelopment(environment)) await runtime.ledger?.migrate()
    migrated = true
    if (watch && !closed) runtime.watching?.watcher.start()
    return runtime
  }

  let lastTold = ''
  /** The operator hears what is wrong, once; who calls hears only that something is. */
  function told(error: unknown): LimnError {
    const fault = isLimnError(error)
      ? error
      : new LimnError('proxy_misconfigured', 'It would not start.', { cause: error })
    if (fault.code !== 'proxy_misconfigured') return fault
    if (lastTold !== fault.message) console.error(`limn: ${fault.message}`)
    lastTold = fault.message
    return new LimnError('proxy_misconfigured', 'This proxy is not set up: its log says what is missing.')
  }

  function track<T>(work: Promise<T>): Promise<T> {
    const leave = (): void => void underway.delete(over)
    const over: Promise<void> = work.then(leave, leave)
    underway.add(over)
    return work
  }

  const open = () => (closed ? Promise.reject(closing()) : start())
  const opened = (): Promise<Opening> =>
    open().then(
      (running) => ({ runtime: running }),
      (error: unknown) => ({ runtime: undefined, fault: told(error) }),
    )

  const deskOf = (): Desk => ({
    mount,
    origins,
    now: environment.now,
    development: isDevelopment(environment),
    keyed: options.ledger !== 'none',
    ledgerWord: !options.ledger || options.ledger === 'none' ? 'none' : options.ledger.durability,
    counter,
  })

  /** `user`: who asks from inside of this process, so that nobody need be asked. */
  async function serve(request: Arrival, context: Context, user?: P): Promise<Sealed> {
    const visitor: Visitor = {
      identify({ keyring }) {
        if (user) return { user }
        const { authorize } = options
        return authorize ? askApp(authorize, request, context, environment) : askCookie(request, keyring, mount)
      },
      nameOf: ({ id }) =>
        (user ?? options.authorize) && id !== ''
          ? `principal:${id}`
          : `address:${clientNetwork(request, context, hops) ?? UNKNOWN_ADDRESS}`,
      keep: (work) => keepAlive(context, track(work)),
    }
    const opening = migrated && !closed ? { runtime } : await opened()
    return dispatch(request, (desk ??= deskOf()), opening, visitor)
  }

  function admit(request: Arrival, context: Context): Promise<Sealed> {
    const answered = track(serve(request, context))
    // A platform that stops with its caller must not stop what the caller has begun.
    return request.method === 'GET' ? answered : keepAlive(context, answered)
  }

  const answer = async (request: Request, context: Context) => toResponse(await admit(arrivalOf(request), context))

  const proxy = Object.assign(answer, {
    path: mount,
    as(principal: P) {
      if (!isPrincipal(principal))
        throw new TypeError('as: the `id` of a user is a well-formed string of 1 to 255 characters.')
      return createServerClient({
        mount,
        principal,
        serve: async (request) => toResponse(await track(serve(arrivalOf(request), undefined as Context, principal))),
        ledger: async () => (await open()).ledger,
      })
    },
    async ready() {
      try {
        // Asking for its id opens a ledger: a newer schema or a database that is not there is told now.
        await (await start()).ledger?.id()
      } catch (error) {
        throw isLimnError(error, 'proxy_misconfigured') && isLimnError(error.cause) ? error.cause : error
      }
    },
    watch() {
      watch = options.watch !== false
      // What is wrong is told by `ready()` or at the first request.
      if (watch) void start().catch(() => {})
    },
    async sweep({ signal }: { readonly signal?: AbortSignal | undefined } = {}) {
      const { watching } = await start()
      const ends = signal ? AbortSignal.any([signal, ending.signal]) : ending.signal
      return watching ? track(watching.sweep(ends)) : { settled: 0, running: 0 }
    },
    async close() {
      closed = true
      ending.abort()
      runtime?.watching?.changes.end()
      await runtime?.watching?.watcher.stop()
      while (underway.size > 0) await Promise.allSettled(underway)
      await runtime?.line.transport.close()
      await runtime?.ledger?.close()
    },
  })
  return withDoor(proxy, (request, context) => admit(request, context as Context))
}

const closing = () =>
  new LimnError('upstream_unavailable', 'This server is shutting down. Nothing was sent.', { retryAfter: 1000 })
