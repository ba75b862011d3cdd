import type { Arrival } from '../arrival.ts'

/** What the origin rules say to one request. `listed`: the origin that gets CORS headers. */
export interface OriginVerdict {
  readonly allowed: boolean
  readonly listed?: string
}

/** Judges by `Sec-Fetch-Site`, `Origin` and `Cookie` alone; a bearer token changes nothing. */
export function judgeOrigin(
  request: Pick<Arrival, 'method' | 'headers' | 'url'>,
  { origins, development }: { origins: readonly string[]; development: boolean },
): OriginVerdict {
  const origin = request.headers.get('origin')
  const listed = origin !== null && origins.includes(origin) ? origin : undefined
  if (listed !== undefined) return { allowed: true, listed }
  if (origin === 'null') return { allowed: false }
  const site = request.headers.get('sec-fetch-site')
  if (site !== null) return { allowed: site === 'same-origin' || site === 'none' }
  if (request.method === 'GET') return { allowed: true }
  if (origin !== null) return { allowed: development && origin === new URL(request.url).origin }
  return { allowed: !request.headers.has('cookie') }
}

const SAME_ORIGIN = { 'cross-origin-resource-policy': 'same-origin' }

/** What a browser needs to hear, on every answer, errors included. */
export function originHeaders(listed: string | undefined): Readonly<Record<string, string>> {
  if (listed === undefined) return SAME_ORIGIN
  return {
    'access-control-allow-origin': listed,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers':
      'idempotent-replayed, limn-ledger, limn-ledger-id, preference-applied, retry-after, x-request-id',
    'cross-origin-resource-policy': 'cross-origin',
  }
}

/** The answer to a preflight of a listed origin. */
export function preflightHeaders(
  request: Pick<Arrival, 'headers'>,
  methods: readonly string[],
): Record<string, string> {
  const asked = request.headers.get('access-control-request-headers') ?? ''
  return {
    'access-control-allow-methods': methods.join(', '),
    'access-control-allow-headers': /^[\w\-, ]+$/.test(asked) ? asked : 'content-type, idempotency-key, limn-slot',
    'access-control-max-age': '600',
  }
}

/** Exact origins only. @throws TypeError for what is not one: it would never match. */
export function checkOrigins(origins: readonly string[]): readonly string[] {
  for (const origin of origins)
    if (origin.includes('*') || !URL.canParse(origin) || new URL(origin).origin !== origin)
      throw new TypeError(`origins: ${JSON.stringify(origin)} is no origin. Write it as https://app.example.com.`)
  return origins
}
