import { LimnError, isLimnError } from '@limn/core'
import { refuse, seal, type Answer, type Sealed } from './answer.ts'
import type { Arrival } from './arrival.ts'
import { checkContentType, readBody } from './normalise/body.ts'
import type { Caller, Principal } from './policy/authorize.ts'
import type { Counter } from './policy/rates.ts'
import { judgeOrigin, originHeaders, preflightHeaders } from './policy/origins.ts'
import { partsOf, routesOf, type Route } from './routes/routes.ts'
import { NOBODY, type Call, type Runtime } from './runtime.ts'

/** What one request is judged by. `runtime` is missing, with the reason as `fault`, while the proxy must not serve. */
export interface Desk {
  readonly mount: string
  readonly origins: readonly string[]
  readonly development: boolean
  readonly keyed: boolean
  readonly now: () => number
  readonly ledgerWord: 'durable' | 'memory' | 'none'
  readonly runtime: Runtime | undefined
  readonly fault?: LimnError | undefined
  readonly identify: (request: Arrival, runtime: Runtime) => Promise<Caller<Principal>>
  readonly counter: Counter
  /** Whom to count a caller as: by its id, or by its address where its id is free to have. */
  readonly nameOf: (user: Principal) => string
  readonly keep: Call['keep']
}

/** Answers one request: path and method, origin, content type, size, who is asking, then the route. Never throws. */
export async function dispatch(request: Arrival, desk: Desk): Promise<Sealed> {
  const requestId = crypto.randomUUID()
  const { listed, allowed } = judgeOrigin(request, desk)
  const cookies: string[] = []
  const answer = await answerTo(request, { ...desk, requestId, listed, allowed, cookies }).catch((error: unknown) =>
    refuse(tell(error, requestId, desk.runtime)),
  )
  const headers = {
    'x-request-id': requestId,
    date: new Date(desk.now()).toUTCString(),
    'limn-ledger': answer.degraded ? 'degraded' : desk.ledgerWord,
    ...originHeaders(listed),
  }
  return seal(answer.status >= 400 && desk.runtime ? redacted(answer, desk.runtime) : answer, headers, cookies)
}

interface Visit extends Desk {
  readonly requestId: string
  readonly listed: string | undefined
  readonly allowed: boolean
  /** Filled on the way. */
  readonly cookies: string[]
}

async function answerTo(request: Arrival, visit: Visit): Promise<Answer> {
  const { mount, keyed, listed, allowed, runtime, requestId } = visit
  const routes = routesOf(mount, request.path, keyed)
  const methods = routes.map(({ method }) => method)
  if (routes.length === 0) throw new LimnError('not_found', 'There is nothing here.')
  if (request.method === 'OPTIONS' && listed !== undefined)
    return { status: 204, headers: preflightHeaders(request, methods) }
  const route = routes.find(({ method }) => method === request.method)
  if (!route && request.method !== 'OPTIONS') return methodNotAllowed(methods)
  if (!route || (!allowed && route.access !== 'open'))
    throw new LimnError('origin_not_allowed', 'This origin may not call this proxy.')
  if (!runtime) throw visit.fault ?? new LimnError('proxy_misconfigured')

  const body = await bodyOf(request, route)
  const user = await callerOf(request, route, visit, runtime)
  const who = visit.nameOf(user)
  const hold = countedFor(user, who, route, visit, runtime)
  const call = { request, requestId, user, who, body, hold, keep: visit.keep, ...partsOf(route, mount, request.path) }
  return route.handle(call, runtime)
}

const NOTHING = new Uint8Array()

async function bodyOf(request: Arrival, { method, takes }: Route): Promise<Uint8Array> {
  if (method !== 'POST') return NOTHING
  checkContentType(request.headers, takes)
  return takes ? NOTHING : readBody(request)
}

async function callerOf(request: Arrival, { access }: Route, visit: Visit, runtime: Runtime): Promise<Principal> {
  if (access === 'open') return NOBODY
  try {
    const { user, cookie } = await visit.identify(request, runtime)
    // A guest who has just been named is nobody yet.
    if (access === 'either' && cookie !== undefined) return NOBODY
    if (cookie !== undefined) visit.cookies.push(cookie)
    return user
  } catch (error) {
    if (access === 'either' && isLimnError(error, 'unauthenticated')) return NOBODY
    throw error
  }
}

/** Counts the call; the answer takes a place for one that waits. @throws LimnError `rate_limited` */
function countedFor(
  user: Principal,
  who: string,
  { access, counts, takes }: Route,
  visit: Visit,
  { emit }: Runtime,
): Call['hold'] {
  const onFirst = (message: string) =>
    emit({
      type: 'rate-limited',
      message: `${message} Refused: ${who}`,
      principal: user.id || undefined,
      requestId: visit.requestId,
    })
  // What is open must answer whoever watches over the proxy, and the upstream itself.
  if (access !== 'open') visit.counter.count(who, counts ?? (takes ? 'uploads' : 'reads'), onFirst)
  return () => visit.counter.hold(who)
}

const methodNotAllowed = (methods: readonly string[]): Answer => {
  const answer = refuse(new LimnError('method_not_allowed', `Here only ${methods.join(', ')} is understood.`))
  return { ...answer, headers: { allow: methods.join(', ') } }
}

/** What is thrown and not limn's own is this server's fault: the operator hears it, the caller does not. */
function tell(error: unknown, requestId: string, runtime: Runtime | undefined): LimnError {
  const known = isLimnError(error)
    ? error
    : new LimnError('internal_error', 'Something went wrong on this server.', { cause: error })
  if (known.cause !== undefined && known.code !== 'ledger_unavailable')
    runtime?.emit({ type: 'error', message: causes(known).join(': '), requestId })
  return known
}

function causes(error: unknown): readonly string[] {
  if (!(error instanceof Error))
    return error === undefined ? [] : [typeof error === 'string' ? error : 'something that is no Error was thrown']
  return [error.message, ...causes(error.cause)]
}

function redacted(answer: Answer, { line }: Runtime): Answer {
  return { ...answer, body: JSON.parse(line.redact(JSON.stringify(answer.body ?? null))) as unknown }
}
