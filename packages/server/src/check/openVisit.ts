import { CREDITS_PER_IMAGE, isCredits, isObject, readCapabilities, type Capabilities } from '@limn/core'
import type { Clock } from './clock.ts'
import { NoAnswer, createLine } from './createLine.ts'
import { createHeadersOf } from './headersOf.ts'
import { isRedirect, told, type Heard } from './heard.ts'
import { NotTried, fault, ok, type Finding } from './point.ts'
import type { Asking, CheckOptions, Visit } from './visit.ts'

const PATIENCE = 65_000

/** Knocks: which kind of proxy it is, and whether it lets the caller in. Never throws. */
export async function openVisit(options: CheckOptions, clock: Clock) {
  const { origin, pathname } = new URL(options.endpoint)
  const line = createLine(origin, clock)
  const headersOf = createHeadersOf(options)
  const journal: Heard[] = []
  let atRisk = 0
  let locked: string | undefined
  let silent = false
  let capabilities: Capabilities | undefined

  async function send(method: string, path: string, asking: Asking, creates = false): Promise<Heard> {
    const { as = 'caller', body } = asking
    const request = { method, path: pathname + path, headers: headersOf(method, asking), body }
    const { text, ...answer } = await line.send(request, creates)
    const fromPage = asking.from === undefined && as !== 'victim'
    const heard = { method, path, as, fromPage, ...answer, text, body: parse(text) }
    journal.push(heard)
    return heard
  }

  /** What is refused for its haste is asked once more. */
  async function sendPatiently(method: string, path: string, asking: Asking): Promise<Heard> {
    const first = await send(method, path, asking)
    if (first.status !== 429) return first
    const wait = Number(first.headers.get('retry-after') ?? 1) * 1000
    if (!(wait <= PATIENCE)) return first
    await clock.pause(wait)
    return send(method, path, asking)
  }

  /** A proxy that tells a lower price than the API’s page is not believed. */
  const price = () => Math.max(CREDITS_PER_IMAGE, capabilities?.creditsPerImage ?? 0)

  function mayCreate(times: number) {
    const needed = atRisk + times * price()
    if (needed > options.credits) throw new NotTried(`needs --create ${needed} or more`)
  }

  async function ask(method: string, path: string, asking: Asking = {}): Promise<Heard> {
    if (locked !== undefined && (silent || asking.as !== 'nobody')) throw new NotTried(locked)
    const heard = await sendPatiently(method, path, asking)
    if (heard.status === 429) throw new NotTried('429: asked too often; try again later')
    if (isRedirect(heard) && !asking.redirects) throw new NotTried(`a redirect: ${told(heard)}`)
    return heard
  }

  async function knock(): Promise<Finding> {
    try {
      if (options.guests) await headersOf.welcomeGuests((asking) => send('GET', '/capabilities', asking))
      const offer = await sendPatiently('GET', '/capabilities', {})
      capabilities = readCapabilities(offer.body, clock.now())
      const answer = capabilities ? offer : await sendPatiently('GET', `/tasks/${crypto.randomUUID()}`, {})
      const wrong = [401, 403, 429].includes(answer.status) || answer.status >= 500 || isRedirect(answer)
      return wrong ? fault(told(answer)) : ok(capabilities ? 'a limn proxy' : 'a plain proxy')
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error
      silent = true
      return fault(error.message)
    }
  }

  const door = await knock()
  if (door.verdict === 'fault') locked = silent ? 'nothing answers there' : 'the caller is not let in'
  const visit: Visit = {
    options,
    clock,
    capabilities,
    silent,
    door,
    journal,
    get atRisk() {
      return atRisk
    },
    mayCreate,
    ask,
    async create(body, headers = {}) {
      mayCreate(1)
      const reckoned = price()
      atRisk += reckoned
      const answer = await send('POST', '/generations', { body, headers }, true)
      const cost = isObject(answer.body) && isCredits(answer.body.credits) ? answer.body.credits : 0
      atRisk += Math.max(0, cost - reckoned)
      return answer
    },
  }
  return { visit, close: () => line.close() }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
