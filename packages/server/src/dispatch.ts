import { LimnError, isLimnError } from '@limn/core'
import { BASELINE, refuse, seal, type Answer, type Sealed } from './answer.ts'
import type { Arrival } from './arrival.ts'
import { dateOf } from './dateOf.ts'
import { checkContentType, readBody } from './normalise/body.ts'
import type { Caller, Principal } from './policy/authorize.ts'
import type { Counter } from './policy/rates.ts'
import { judgeOrigin, originHeaders, preflightHeaders, type OriginVerdict } from './policy/origins.ts'
import { placeOf, type Route } from './routes/routes.ts'
import { NOBODY, type Call, type Runtime } from './runtime.ts'

/** What every request is judged by. */
export interface Desk {
  readonly mount: string
  readonly origins: readonly string[]
  readonly development: boolean
  readonly keyed: boolean
  readonly now: () => number
  readonly ledgerWord: 'durable' | 'memory' | 'none'
  readonly counter: Counter
}

/** `runtime` is missing, with the reason as `fault`, while the proxy must not serve. */
export interface Opening {
  readonly runtime: Runtime | undefined
  readonly fault?: LimnError | undefined
}

/** How to find out about whoever has sent one request. */
export interface Visitor {
  readonly identify: (runtime: Runtime) => Promise<Caller<Principal>> | Caller<Principal>
  /** Whom to count a caller as: by its id, or by its address where its id is free to have. */
  readonly nameOf: (user: Principal) => string
  readonly keep: Call['keep']
}

/** Answers one request: path and method, origin, content type, size, who is asking, then the route. Never throws. */
export async function dispatch(request: Arrival, desk: Desk, opening: Opening, visitor: Visitor): Promise<Sealed> {
  const { runtime } = opening
  const visit = { desk, opening, visitor, requestId: crypto.randomUUID(), cookies: [], ...judgeOrigin(request, desk) }
  let answer: Answer
  try {
    answer = await answerTo(request, visit)
  } catch (error) {
    answer = refuse(tell(error, visit.requestId, runtime))
  }
  const headers = {
    ...BASELINE,
    ...originHeaders(visit.listed),
    'x-request-id': visit.requestId,
    date: dateOf(desk.now()),
    'limn-ledger': answer.degraded ? 'degraded' : desk.ledgerWord,
  }
  return seal(answer.status >= 400 && runtime ? redacted(answer, runtime) : answer, headers, visit.cookies)
}

/** One request on its way. */
interface Visit extends OriginVerdict {
  readonly desk: Desk
  readonly opening: Opening
  readonly visitor: Visitor
  readonly requestId: string
  /** Filled on the way. */
  readonly cookies: string[]
}

async function answerTo(request: Arrival, visit: Visit): Promise<Answer> {
  const { desk, opening, visitor, requestId, listed, allowed } = visit
  const { routes, segment, part } = placeOf(desk.mount, request.path, desk.keyed)
  if (routes.length === 0) throw new LimnError('not_found', 'There is nothing here.')
  if (request.method === 'OPTIONS' && listed !== undefined)
    return { status: 204, headers: preflightHeaders(request, methodsOf(routes)) }
  const route = routes.find(({ method }) => method === request.method)
  if (!route && request.method !== 'OPTIONS') return methodNotAllowed(methodsOf(routes))
  if (!route || (!allowed && route.access !== 'open'))
    throw new LimnError('origin_not_allowed', 'This origin may not call this proxy.')
  const { runtime } = opening
  if (!runtime) throw opening.fault ?? new LimnError('proxy_misconfigured')

  const body = route.method === 'POST' ? await bodyOf(request, route) : NOTHING
  const user = route.access === 'open' ? NOBODY : await callerOf(route, visit, runtime)
  const who = visitor.nameOf(user)
  const hold = countedFor(user, who, route, visit, runtime)
  return route.handle({ request, requestId, user, who, segment, part, body, hold, keep: visitor.keep }, runtime)
}

const NOTHING = new Uint8Array()

const methodsOf = (routes: readonly Route[]) => routes.map(({ method }) => method)

async function bodyOf(request: Arrival, { takes }: Route): Promise<Uint8Array> {
  checkContentType(request.headers, takes)
  return takes ? NOTHING : readBody(request)
}

async function callerOf({ access }: Route, visit: Visit, runtime: Runtime): Promise<Principal> {
  try {
    const { user, cookie } = await visit.visitor.identify(runtime)
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
  const { counter } = visit.desk
  // What is open must answer whoever watches over the proxy, and the upstream itself.
  if (access !== 'open') counter.count(who, counts ?? (takes ? 'uploads' : 'reads'), onFirst)
  return () => counter.hold(who)
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
