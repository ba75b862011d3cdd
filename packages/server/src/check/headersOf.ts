import type { As, Heard } from './heard.ts'
import { NotTried } from './point.ts'
import type { Asking, CheckOptions, HeaderLines } from './visit.ts'

/** Makes the headers of a request as a browser would send it; knows who is who. */
export function createHeadersOf({ endpoint, origin, caller, other, guests }: CheckOptions) {
  const own = new URL(endpoint).origin
  const foreign = origin !== undefined && origin !== own
  const page = (method: string): HeaderLines => ({
    'sec-fetch-site': foreign ? 'cross-site' : 'same-origin',
    ...((foreign || method !== 'GET') && { origin: origin ?? own }),
  })
  const known: Partial<Record<As, HeaderLines>> = { nobody: {}, ...(caller && { caller }), ...(other && { other }) }

  function signIn(as: As): HeaderLines {
    const lines = known[as === 'victim' ? 'caller' : as]
    if (!lines) throw new NotTried(as === 'other' ? 'needs somebody else: --other-header' : 'needs --header')
    return as === 'victim' ? unasked(lines) : lines
  }

  const headersOf = (
    method: string,
    { as = 'caller', from = page(method), headers = {}, body, type = 'application/json' }: Asking,
  ) => ({
    ...from,
    ...(body !== undefined && type !== null && { 'content-type': type }),
    ...headers,
    ...signIn(as),
  })

  return Object.assign(headersOf, {
    /** Lets those who were not named be two guests, by the cookies they are given. */
    async welcomeGuests(ask: (asking: Asking) => Promise<Heard>): Promise<void> {
      if (!guests) return
      for (const as of ['caller', 'other'] as const) {
        if (known[as]) continue
        const { headers } = await ask({ as: 'nobody' })
        const cookie = headers
          .getSetCookie()
          .map((line) => line.replace(/;.*/s, ''))
          .join('; ')
        if (cookie !== '' || as === 'caller') known[as] = cookie === '' ? {} : { cookie }
      }
    },
  })
}

/** What a browser adds by itself when another site makes it ask; without a cookie, what a gateway adds. */
const unasked = (lines: HeaderLines): HeaderLines => {
  const { cookie, authorization = '' } = lines
  if (cookie === undefined && !/^basic /i.test(authorization)) return lines
  return { ...(cookie !== undefined && { cookie }), ...(/^basic /i.test(authorization) && { authorization }) }
}
