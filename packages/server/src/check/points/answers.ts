import { errorSchema } from '@limn/core/schema'
import { asked, errorOf, inWords, isJson, isRedirect, isRefusal, type Heard } from '../heard.ts'
import { fault, gravest, ok, warning, type Finding, type Point } from '../point.ts'
import type { Visit } from '../visit.ts'

/** What every answer heard on the way must hold to; asked last. */
export const answers: readonly Point[] = [
  {
    id: 'answers/error-shape',
    name: 'errors have the API’s shape',
    attempt: (visit) =>
      every(
        visit.journal.filter((answer) => isRefusal(answer) && !['OPTIONS', 'TRACE'].includes(answer.method)),
        (answer) => {
          // A framework's own page for what no client ever asks is no harm.
          const weigh = visit.capabilities || isContract(answer) ? fault : warning
          if (!isJson(answer) || !errorOf(answer)) return weigh(`${inWords(answer)}, not { error: { message, … } }`)
          if (errorSchema.safeParse(answer.body).success) return ok(inWords(answer))
          const lacking = `${inWords(answer)}, error lacks message, type, param or code`
          return visit.capabilities ? fault(lacking) : warning(lacking)
        },
      ),
    remedy:
      'Answer { "error": { "message", "type", "param", "code" } } as application/json, param and code null or a text.',
  },
  {
    id: 'answers/redirects',
    name: 'nothing is answered by a redirect',
    attempt: (visit) =>
      every(
        visit.journal.filter(({ fromPage, as }) => fromPage && as !== 'nobody'),
        (answer) => (isRedirect(answer) ? fault(inWords(answer)) : ok(inWords(answer))),
      ),
    remedy: 'Serve the exact paths, without adding a slash or a language; clients follow no redirect.',
  },
  {
    id: 'answers/caching',
    name: 'no cache may keep an answer',
    attempt: (visit) => every(forSomebody(visit), (answer) => caching(visit, answer)),
    remedy:
      'Send Cache-Control: private, no-store and Vary: Cookie, Authorization, Origin on every answer, errors too.',
  },
  {
    id: 'answers/hardening',
    name: 'no browser takes an answer for a page',
    attempt: (visit) =>
      every(forSomebody(visit), ({ headers, ...answer }) => {
        const lacking = Object.entries(HARDENING).flatMap(([name, right]) =>
          right.test(headers.get(name) ?? '') ? [] : [name],
        )
        const words = inWords({ headers, ...answer })
        if (lacking.length === 0) return ok(words)
        return (visit.capabilities ? fault : warning)(`${words}, without ${lacking.join(', ')}`)
      }),
    remedy:
      'Send X-Content-Type-Options: nosniff, Content-Security-Policy: default-src ’none’; frame-ancestors ’none’, and Referrer-Policy: no-referrer.',
  },
  {
    id: 'answers/labels',
    name: 'every answer has its id and its ledger',
    of: 'limn',
    attempt: (visit) =>
      every(visit.journal, (answer) => {
        const lacking = ['x-request-id', 'limn-ledger'].filter((name) => !answer.headers.get(name))
        return lacking.length > 0 ? fault(`${inWords(answer)}, without ${lacking.join(', ')}`) : ok(inWords(answer))
      }),
    remedy:
      'Send X-Request-Id and Limn-Ledger on every answer, errors too: a client trusts a limn error by the second.',
  },
  {
    id: 'answers/key',
    name: 'no answer holds a key',
    attempt({ journal, options: { apiKey } }) {
      const leak = journal
        .flatMap((answer) => secretsIn(answer, apiKey).map((what) => `${asked(answer)}: ${what}`))
        .at(0)
      if (leak !== undefined) return fault(leak)
      const known = apiKey === undefined ? 'what looks like a key' : 'the key and what looks like one'
      return ok(`${journal.length} answers, searched for ${known}`)
    },
    remedy:
      'Hand on status, body and Retry-After only; cut the key out of the upstream’s messages. Then change the key.',
  },
  {
    id: 'answers/traces',
    name: 'no answer shows the inside of the program',
    attempt: ({ journal }) =>
      every(journal, (answer) =>
        TRACE.test(answer.text) ? fault(`${asked(answer)}: a stack trace`) : ok(inWords(answer)),
      ),
    remedy: 'Turn the framework’s debug mode off, and answer what is thrown with a fixed text.',
  },
]

const isContract = ({ method, path, fromPage }: Heard) =>
  fromPage && ((method === 'POST' && path === '/generations') || (method === 'GET' && /^\/tasks\/[^/]+$/.test(path)))

/** Pictures, and what everybody may read, have rules of their own. */
const forSomebody = ({ journal, capabilities }: Visit) =>
  journal.filter((answer) =>
    capabilities ? !/^\/health|\/images\/|^\/references\//.test(answer.path) : isContract(answer),
  )

function every(heard: readonly Heard[], judge: (answer: Heard) => Finding): Finding {
  const worst = gravest(heard.map(judge))
  return worst.verdict === 'ok' ? ok(`${heard.length} answers`) : worst
}

function caching({ capabilities }: Visit, answer: Heard): Finding {
  const cache = answer.headers.get('cache-control') ?? ''
  const words = `${inWords(answer)}, ${cache === '' ? 'without Cache-Control' : `Cache-Control: ${cache}`}`
  const open = /public|s-maxage|max-age=0*[1-9]/i.test(cache)
  if (!/\bno-store\b/i.test(cache)) return capabilities || open ? fault(words) : warning(words)
  const vary = (answer.headers.get('vary') ?? '').toLowerCase().split(/\s*,\s*/)
  const blind = capabilities && !vary.includes('*') && ['cookie', 'origin'].some((name) => !vary.includes(name))
  return blind ? fault(`${inWords(answer)}, Vary without Cookie or Origin`) : ok(words)
}

const HARDENING = {
  'x-content-type-options': /^nosniff$/i,
  'content-security-policy': /default-src 'none'/,
  'referrer-policy': /no-referrer/,
}

const TRACE = /(?:\n|\\n)\s+at .+:\d+:\d+|Traceback \(most recent call last\)|^#\d+ .+\(\d+\): |\bgoroutine \d+ \[/m

const LOOKS = [/(?:^|[\s"'=:,(>])sk-[\w-]{12,}/, /\bbearer\s+[\w.~+/=-]{16,}/i]

function secretsIn({ text, headers }: Heard, apiKey: string | undefined): readonly string[] {
  const whole = [text, ...[...headers].map(([name, value]) => `${name}: ${value}`)].join('\n')
  const forms =
    apiKey === undefined
      ? []
      : [
          apiKey,
          encodeURIComponent(apiKey),
          Buffer.from(apiKey).toString('base64'),
          JSON.stringify(apiKey).slice(1, -1),
        ]
  if (forms.some((form) => whole.includes(form))) return ['the API key']
  return LOOKS.some((look) => look.test(whole)) ? ['what looks like a key (sk-…, Bearer …)'] : []
}
