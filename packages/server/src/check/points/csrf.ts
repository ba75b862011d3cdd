import { expectTurnedAway } from '../expectRefusal.ts'
import { inWords, type Heard } from '../heard.ts'
import { NOTHING, freshKey, keyed, plainRefusal } from '../journey.ts'
import { NotTried, fault, gravest, ok, warning, type Finding, type Point } from '../point.ts'
import type { HeaderLines, Visit } from '../visit.ts'

const EVIL = 'https://limn-check.invalid'
const ELSEWHERE = { origin: EVIL, 'sec-fetch-site': 'cross-site' }

const REMEDY =
  'Refuse every POST whose Sec-Fetch-Site is not same-origin or none, or whose Origin is not listed, before the body is read.'

/** What other sites can make the caller's browser do. Every request here is a wrong one: it costs nothing where it gets in. */
export const csrf: readonly Point[] = [
  {
    id: 'csrf/cross-site',
    name: 'another site’s create is refused',
    attempt: (visit) => attack(visit, ELSEWHERE),
    remedy: REMEDY,
  },
  {
    id: 'csrf/simple-body',
    name: 'so is one that needs no preflight: text, a form',
    attempt: async (visit) =>
      gravest([
        await attack(visit, ELSEWHERE, 'text/plain'),
        await attack(visit, ELSEWHERE, 'application/x-www-form-urlencoded'),
      ]),
    remedy: `${REMEDY} Take application/json only.`,
  },
  {
    id: 'csrf/typeless-body',
    name: 'and one that names no type',
    attempt: (visit) => attack(visit, ELSEWHERE, null),
    remedy: `${REMEDY} Take application/json only.`,
  },
  {
    id: 'csrf/null-origin',
    name: 'Origin null (a sandboxed frame) is refused',
    attempt: (visit) => attack(visit, { origin: 'null' }),
    remedy: 'Never list null as an origin: every sandboxed frame has it.',
  },
  {
    id: 'csrf/look-alike',
    name: 'an origin that only looks like one’s own is refused',
    async attempt(visit) {
      const { protocol, host, hostname } = new URL(visit.options.origin ?? visit.options.endpoint)
      const origins = [`${protocol}//${host.replace(/:\d+$/, '')}.limn-check.invalid`, `${protocol}//${hostname}:1`]
      return gravest(await Promise.all(origins.map((origin) => attack(visit, { origin }))))
    },
    remedy: 'Compare whole origins, with scheme and port; never by their beginning or end.',
  },
  {
    id: 'csrf/sibling',
    name: 'a neighbour on the same site is refused',
    attempt: (visit) => attack(visit, { origin: siblingOf(visit), 'sec-fetch-site': 'same-site' }),
    remedy: 'same-site is not same-origin: cookies travel from every subdomain. List the origins that may.',
  },
  {
    id: 'csrf/no-origin',
    name: 'a cookie without Origin and Sec-Fetch-Site is refused',
    async attempt(visit) {
      if (!visit.options.caller?.['cookie'] && !visit.options.guests)
        throw new NotTried('no cookie signs this caller in')
      const finding = await attack(visit, {})
      return finding.verdict === 'fault' && !visit.capabilities ? { ...finding, verdict: 'warning' } : finding
    },
    remedy: 'Where neither header says where a request comes from, let it in only without a cookie.',
  },
  {
    id: 'csrf/read',
    name: 'another site’s read is refused',
    of: 'limn',
    async attempt(visit) {
      const answer = await visit.ask('GET', '/capabilities', { as: 'victim', from: { 'sec-fetch-site': 'cross-site' } })
      return answer.status === 403 || answer.status === 401 ? ok(inWords(answer)) : fault(`${inWords(answer)}, not 403`)
    },
    remedy: 'Refuse a GET whose Sec-Fetch-Site is same-site or cross-site unless its Origin is listed.',
  },
  {
    id: 'csrf/cors',
    name: 'another site may not read an answer',
    async attempt(visit) {
      const path = `/tasks/${crypto.randomUUID()}`
      const preflight = {
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type, idempotency-key',
      }
      return gravest([
        shared(await visit.ask('GET', path, { as: 'victim', from: ELSEWHERE, redirects: true })),
        shared(
          await visit.ask('OPTIONS', '/generations', {
            as: 'nobody',
            from: ELSEWHERE,
            headers: preflight,
            redirects: true,
          }),
        ),
        shared(await visit.ask('GET', path, { as: 'victim', from: { origin: 'null' }, redirects: true })),
      ])
    },
    remedy: 'Name listed origins only in Access-Control-Allow-Origin; never echo what was sent.',
  },
  {
    id: 'csrf/listed',
    name: 'the listed origin may read, and ask first',
    async attempt(visit) {
      const { origin, endpoint } = visit.options
      if (origin === undefined || origin === new URL(endpoint).origin)
        throw new NotTried('needs --origin: pages elsewhere')
      const asking = { as: 'nobody', headers: { 'access-control-request-method': 'POST' }, redirects: true } as const
      const answers = [await visit.ask('OPTIONS', '/generations', asking), await plainRefusal(visit)]
      return gravest(answers.map((answer) => readableBy(answer, origin)))
    },
    remedy:
      'Answer its OPTIONS with 2xx, and every answer, errors too, with its Access-Control-Allow-Origin and -Credentials.',
  },
]

function siblingOf({ options: { origin, endpoint } }: Visit): string {
  const { protocol, hostname } = new URL(origin ?? endpoint)
  return `${protocol}//limn-check.${hostname}`
}

async function attack(visit: Visit, from: HeaderLines, type: string | null = 'application/json'): Promise<Finding> {
  const { cookie, authorization = '' } = visit.options.caller ?? {}
  if (!visit.capabilities && cookie === undefined && /^bearer /i.test(authorization))
    throw new NotTried('a bearer token: no other site can send it')
  const usual = await plainRefusal(visit)
  const headers = keyed(visit, freshKey(visit))
  const asking = { as: 'victim', from, headers, type, redirects: true } as const
  return expectTurnedAway(await visit.ask('POST', '/generations', { body: NOTHING, ...asking }), usual)
}

function shared(answer: Heard): Finding {
  const allowed = answer.headers.get('access-control-allow-origin')
  if (allowed === null || (allowed !== '*' && allowed !== EVIL && allowed !== 'null')) return ok(inWords(answer))
  const words = `${inWords(answer)}, open to ${allowed === '*' ? 'every origin' : `origin ${allowed}`}`
  return allowed === '*' ? warning(words) : fault(words)
}

function readableBy(answer: Heard, origin: string): Finding {
  const { headers, method, status } = answer
  if (method === 'OPTIONS' && status >= 300) return fault(inWords(answer))
  if (headers.get('access-control-allow-origin') !== origin) return fault(`${inWords(answer)}, not open to ${origin}`)
  const credentials = headers.get('access-control-allow-credentials') === 'true'
  return credentials ? ok(inWords(answer)) : warning(`${inWords(answer)}, without Access-Control-Allow-Credentials`)
}
