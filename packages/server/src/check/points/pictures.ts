import { readTask } from '@limn/core'
import { expectRefusal } from '../expectRefusal.ts'
import { inWords, type Heard } from '../heard.ts'
import { PIXEL } from '../pixel.ts'
import { NotTried, fault, gravest, ok, type Finding, type Point } from '../point.ts'
import type { Visit } from '../visit.ts'
import { settled } from './tasks.ts'

/** Pictures served by the proxy, and files sent to it. */
export const pictures: readonly Point[] = [
  {
    id: 'images/unknown',
    name: 'a picture of an unknown task is 404',
    of: 'images',
    attempt: async (visit) =>
      expectRefusal(visit, await visit.ask('GET', `/tasks/${crypto.randomUUID()}/images/0`), {
        status: 404,
        code: 'task_not_found',
      }),
    remedy: 'Open the handle before anything else.',
  },
  {
    id: 'images/own',
    name: 'a picture is served by the proxy, as a picture',
    of: 'images',
    async attempt(visit) {
      const place = await placeOf(visit)
      return place === undefined
        ? fault('its url is not a signed path on the proxy')
        : asPicture(await visit.ask('GET', place))
    },
    remedy:
      'Serve the bytes yourself, with the type they have (never svg or html) and X-Content-Type-Options: nosniff.',
  },
  {
    id: 'images/download',
    name: 'it can be saved',
    of: 'images',
    async attempt(visit) {
      const answer = await visit.ask('GET', `${await picturePath(visit)}&download`)
      const disposition = answer.headers.get('content-disposition') ?? ''
      const right = answer.status === 200 && /^attachment/i.test(disposition)
      return right ? ok(inWords(answer)) : fault(`${inWords(answer)}, not Content-Disposition: attachment`)
    },
    remedy: 'With ?download send Content-Disposition: attachment and a file name out of safe characters.',
  },
  {
    id: 'images/signature',
    name: 'without signing in it needs the right signature',
    of: 'images',
    async attempt(visit) {
      const path = await picturePath(visit)
      const right = asPicture(await visit.ask('GET', path, { as: 'nobody' }))
      if (visit.options.guests) return right
      const [bare] = path.split('?')
      const wrong = await Promise.all([`${path}0`, bare!].map((tried) => visit.ask('GET', tried, { as: 'nobody' })))
      const refused = wrong.map((answer) => expectRefusal(visit, answer, { status: 401, code: 'unauthenticated' }))
      return gravest([right, ...refused])
    },
    remedy: '<img> sends no header: take s, an HMAC of handle and place, instead; without a right one it is 401.',
  },
  {
    id: 'images/owner',
    name: 'somebody else does not get it',
    of: 'images',
    attempt: async (visit) =>
      expectRefusal(visit, await visit.ask('GET', await picturePath(visit), { as: 'other' }), {
        status: 404,
        code: 'task_not_found',
      }),
    remedy: 'Who is signed in must own the task, whatever s says.',
  },
  {
    id: 'references/type',
    name: 'a file that is no picture is refused',
    of: 'references',
    async attempt(visit) {
      const html = { body: '<html><script>alert(1)</script></html>', type: 'image/png' }
      const svg = { body: '<svg xmlns="http://www.w3.org/2000/svg"/>', type: 'image/svg+xml' }
      const answers = await Promise.all([html, svg].map((file) => visit.ask('POST', '/references', file)))
      return gravest(answers.map((answer) => refusedFile(answer)))
    },
    remedy: 'Look at the bytes: PNG, JPEG and WebP only, whatever the type says. 400, 413 or 415.',
  },
  {
    id: 'references/anonymous',
    name: 'nobody sends files without signing in',
    of: 'references',
    async attempt(visit) {
      if (visit.options.guests) throw new NotTried('guests are let in (--anonymous)')
      const answer = await visit.ask('POST', '/references', { as: 'nobody', body: 'no picture', type: 'image/png' })
      return expectRefusal(visit, answer, { status: 401, code: 'unauthenticated' })
    },
    remedy: 'Ask who it is before the file is read.',
  },
  {
    id: 'references/upload',
    name: 'a picture gets a URL that everybody can read',
    of: 'references',
    async attempt(visit) {
      if (visit.options.credits === 0) throw new NotTried('leaves a file there for a day: needs --create')
      const answer = await visit.ask('POST', '/references', { body: PIXEL, type: 'image/png' })
      const { id, url, expires_at: expires } = (answer.body ?? {}) as Readonly<Record<string, unknown>>
      const shaped =
        typeof id === 'string' && typeof url === 'string' && URL.canParse(url) && typeof expires === 'number'
      if (answer.status >= 300 || !shaped) return fault(`${inWords(answer)}, not { id, url, expires_at, type, bytes }`)
      const { endpoint } = visit.options
      if (!url.startsWith(`${endpoint}/`)) return ok(`${inWords(answer)}; it lies elsewhere`)
      return asPicture(await visit.ask('GET', url.slice(endpoint.length), { as: 'nobody' }))
    },
    remedy: 'The upstream fetches it: GET /references/{token} asks nobody who they are.',
  },
]

/** Where the picture lies below the endpoint, with its signature; undefined when it lies elsewhere. */
async function placeOf(visit: Visit): Promise<string | undefined> {
  const { answer } = await settled(visit)
  const [image] = readTask(answer.body, { proxied: true }).data
  if (!image?.url) throw new NotTried('there is no picture')
  const { endpoint } = visit.options
  const url = new URL(image.url, endpoint).href
  return url.startsWith(`${endpoint}/`) && url.includes('?') ? url.slice(endpoint.length) : undefined
}

async function picturePath(visit: Visit): Promise<string> {
  const place = await placeOf(visit)
  if (place === undefined) throw new NotTried('the picture is not on the proxy')
  return place
}

function asPicture(answer: Heard): Finding {
  const type = answer.headers.get('content-type') ?? ''
  const right = answer.status === 200 && /^image\/(png|jpeg|webp|avif)$/i.test(type)
  if (!right) return fault(`${inWords(answer)}, not a picture`)
  const sniffed = answer.headers.get('x-content-type-options')?.toLowerCase() === 'nosniff'
  return sniffed ? ok(inWords(answer)) : fault(`${inWords(answer)}, without nosniff`)
}

const refusedFile = (answer: Heard): Finding =>
  [400, 413, 415].includes(answer.status) ? ok(inWords(answer)) : fault(`${inWords(answer)}, not 400 or 415`)
