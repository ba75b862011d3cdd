import { mintKey } from '@limn/core'
import { assembleProxy } from '../createProxy.ts'
import { systemEnvironment, type Environment } from '../environment.ts'
import type { ProxyEvent } from '../events.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { memoryLedger } from '../ledger/memory.ts'
import type { Principal } from '../policy/authorize.ts'
import type { CommonOptions } from '../proxyOptions.ts'
import { gptImage2 } from '../upstreams/gptImage2.ts'

export const API_KEY = 'sk-live-CANARY-0123456789'
export const SECRET = 'a secret of more than thirty-two bytes'
export const ORIGIN = 'https://app.example'

/** An environment whose clock only moves when told. Timers run in order as it moves. */
export function testEnvironment(variables: Record<string, string> = { NODE_ENV: 'test' }) {
  let now = Date.UTC(2026, 5, 1, 12)
  let timers: { at: number; task: () => void }[] = []
  return {
    now: () => now,
    after(ms: number, task: () => void) {
      const timer = { at: now + ms, task }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    variable: (name: string) => variables[name],
    /** Timers that wait. */
    pending: () => timers.length,
    advance(ms: number) {
      now += ms
      const due = timers.filter(({ at }) => at <= now)
      timers = timers.filter(({ at }) => at > now)
      for (const { task } of due) task()
    },
  } satisfies Environment & { advance(ms: number): void; pending(): number }
}

/** One whose time goes by itself. */
export const realTime = (): ReturnType<typeof testEnvironment> => ({
  ...testEnvironment(),
  ...clockOf(systemEnvironment),
})

const clockOf = ({ now, after }: Environment) => ({ now, after })

interface Setup extends Partial<Omit<CommonOptions<Principal>, 'upstream'>> {
  readonly upstream?: string
  readonly fetch?: (request: Request) => Promise<Response>
  readonly authorize?: (request: Request) => Principal | null | Promise<Principal | null>
  readonly anonymous?: true
  readonly environment?: ReturnType<typeof testEnvironment>
  /** What a platform hands over beside the request. */
  readonly context?: unknown
}

/** A proxy whose principal is whatever stands in `x-user` (u1 when nothing does), with a few verbs to ask it. */
export function proxyUnderTest({
  upstream,
  fetch,
  authorize,
  anonymous,
  environment = testEnvironment(),
  context,
  ...rest
}: Setup) {
  const events: ProxyEvent[] = []
  const ledger: Ledger | 'none' = rest.ledger ?? memoryLedger({ now: environment.now })
  const common = {
    upstream: gptImage2({ apiKey: API_KEY, baseUrl: upstream ?? 'http://127.0.0.1:9/api/v1', fetch }),
    secret: SECRET,
    onEvent: (event: ProxyEvent) => void events.push(event),
    ...rest,
    ledger,
  }
  const whoIs = authorize ?? ((request: Request) => ({ id: request.headers.get('x-user') ?? 'u1' }))
  const proxy = assembleProxy<Principal, unknown>(
    anonymous ? { ...common, dangerouslyAllowAnonymous: true } : { ...common, authorize: whoIs },
    environment,
  )

  const ask = (method: string, path: string, headers: Record<string, string> = {}, body: BodyInit | null = null) =>
    proxy(new Request(`${ORIGIN}/api/images${path}`, { method, headers, body }), context)
  return {
    proxy,
    events,
    ledger,
    environment,
    ask,
    key: () => mintKey(environment.now()),
    create: (key: string, request: unknown = { prompt: 'a fox in snow' }, headers: Record<string, string> = {}) =>
      ask(
        'POST',
        '/generations',
        { 'content-type': 'application/json', 'idempotency-key': key, ...headers },
        typeof request === 'string' ? request : JSON.stringify(request),
      ),
    recover: (key: string, headers?: Record<string, string>) =>
      ask('GET', `/generations/${encodeURIComponent(key)}`, headers),
    abandon: (key: string, headers: Record<string, string> = {}) =>
      ask(
        'POST',
        `/generations/${encodeURIComponent(key)}/abandon`,
        { 'content-type': 'application/json', ...headers },
        '{}',
      ),
    task: (handle: string, headers?: Record<string, string>) => ask('GET', `/tasks/${handle}`, headers),
    capabilities: (headers?: Record<string, string>) => ask('GET', '/capabilities', headers),
  }
}

/** The code of an error answer. */
export async function codeOf(response: Response): Promise<string> {
  const { error } = (await response.clone().json()) as { error?: { code: string } }
  return error?.code ?? `${response.status}`
}
