import { isLimnError } from '@limn/core'
import { isDevelopment, type Environment } from '../environment.ts'
import type { AnyProxyOptions } from '../proxyOptions.ts'
import { MAX_REFERENCE } from '../references/references.ts'
import type { Upstream } from '../upstreams/upstream.ts'
import { isLoopback, isPrivateHost } from './hosts.ts'
import { areCounted } from './limits.ts'

/** The secrets, the signing one first. Without any, development gets one that dies with the process. */
export function readSecrets(options: AnyProxyOptions, environment: Environment): readonly string[] {
  const secrets = [options.secret ?? environment.variable('LIMN_SECRET') ?? []].flat().filter((secret) => secret !== '')
  return secrets.length > 0 ? secrets : [crypto.randomUUID() + crypto.randomUUID()]
}

/** What keeps this proxy from serving, each with what to do; a proxy that would be open does not start. */
export function findProblems(options: AnyProxyOptions, environment: Environment): readonly string[] {
  const secrets = [options.secret ?? environment.variable('LIMN_SECRET') ?? []].flat().filter((secret) => secret !== '')
  const ephemeral = isDevelopment(environment) || options.dangerouslyEphemeralSecret === true
  return [
    ...(options.authorize || options.dangerouslyAllowAnonymous
      ? []
      : ['Nobody says who is asking: give `authorize`, or `dangerouslyAllowAnonymous: true` (each browser a guest).']),
    ...(options.ledger
      ? []
      : ["Nothing remembers what was sent: give `ledger`, or 'none' to go without its guarantees."]),
    ...(options.ledger === 'none' &&
    (options.budget || (typeof options.limits === 'object' && areCounted(options.limits)))
      ? [NO_CAP_WITHOUT_LEDGER]
      : []),
    ...(secrets.length > 0 || ephemeral
      ? []
      : [
          'Nothing to sign with: set LIMN_SECRET to at least 32 random bytes (`openssl rand -base64 48`), or ' +
            '`dangerouslyEphemeralSecret: true` (--dangerously-ephemeral-secret) to lose every handle at a restart. Outside NODE_ENV=development and ' +
            'NODE_ENV=test this is required.',
        ]),
    ...(secrets.every((secret) => new TextEncoder().encode(secret).length >= 32)
      ? []
      : ['The secret is shorter than 32 bytes: make one with `openssl rand -base64 48`.']),
    ...referencesProblem(options),
    ...upstreamProblem(options.upstream),
  ]
}

/** Nothing would count what was spent or is under way: a cap that does not hold is worse than none. */
export const NO_CAP_WITHOUT_LEDGER =
  'A cap needs a ledger that counts: give `ledger`, or take `budget`, `cap`, `running` and `creates` away.'

/** The key travels there. @throws TypeError for http to another machine, and for what is no URL. */
export function checkBaseUrl({ baseUrl }: Upstream): void {
  if (!URL.canParse(baseUrl)) throw new TypeError('The upstream’s base URL is not a URL.')
  const { protocol, username, password, search, hash } = new URL(baseUrl)
  if (username || password || search || hash)
    throw new TypeError('The upstream’s base URL must have no credentials, query or fragment.')
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback(baseUrl)))
    throw new TypeError('The upstream’s base URL must be https: the API key travels there (http is only for loopback).')
}

/** Upstream fetches references: it must be able to. One that answers in this process or on this machine can. */
function referencesProblem({ upstream, references }: AnyProxyOptions): readonly string[] {
  if (!references || upstream.fetch || isLoopback(upstream.baseUrl)) return []
  const { publicUrl } = references
  if (isPrivateHost(publicUrl))
    return [
      `References are at ${new URL(publicUrl).host}, where the image service cannot reach them: give \`references.publicUrl\` ` +
        'a public address that leads here (a tunnel will do), or leave `references` out and take URLs only.',
    ]
  if (new URL(publicUrl).protocol === 'https:') return []
  return ['References must be fetched over https: give `references.publicUrl` an https address.']
}

/** @throws TypeError for what can be no address of files, and for a limit above what the protocol has. */
export function checkReferenceOptions({ references }: Pick<AnyProxyOptions, 'references'>): void {
  if (!references) return
  const { publicUrl, maxBytes = MAX_REFERENCE } = references
  const url = URL.parse(publicUrl)
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash)
    throw new TypeError('references: `publicUrl` must be an http(s) URL without credentials, query or fragment.')
  if (!Number.isInteger(maxBytes) || maxBytes < 1 || maxBytes > MAX_REFERENCE)
    throw new TypeError(`references: \`maxBytes\` is a number of bytes from 1 to ${MAX_REFERENCE}.`)
}

function upstreamProblem(upstream: Upstream): readonly string[] {
  try {
    upstream.headers()
    return []
  } catch (error) {
    return [isLimnError(error) ? error.message : 'The upstream’s `headers()` throws.']
  }
}
