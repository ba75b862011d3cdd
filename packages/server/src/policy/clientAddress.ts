import type { Arrival } from '../arrival.ts'

/** What a platform hands to the proxy beside the request, as far as it knows who connected. */
interface Connection {
  readonly clientAddress?: unknown
  readonly socket?: { readonly remoteAddress?: unknown }
  /** Fastify's request. */
  readonly raw?: Connection
  /** Hono's context on Node. */
  readonly env?: { readonly incoming?: Connection }
}

/**
 * Whom to count a caller without a name under: its network (an IPv4 address, or the /64 of an IPv6 one), undefined where
 * nobody knows. `context.clientAddress` is taken as it is; else the socket's address; else, behind `hops` proxies of one's
 * own, what the outermost of them wrote at the end of `X-Forwarded-For`. With no such proxy that header counts for nothing.
 */
export function clientNetwork(request: Pick<Arrival, 'headers'>, context: unknown, hops: number): string | undefined {
  const known = readKnown(context)
  if (typeof known.clientAddress === 'string') return networkOf(known.clientAddress)
  const forwarded = request.headers.get('x-forwarded-for')?.split(',') ?? []
  const chain = [known.socket, ...forwarded.toReversed()]
  return networkOf(chain[Math.min(hops, chain.length - 1)] ?? '')
}

/** All whose network nobody knows are one caller; the operator reads it. */
export const UNKNOWN_ADDRESS = 'unknown (set trustProxy, or give clientAddress in the context)'

/** How many proxies stand in front. @throws TypeError for what is not a number of them */
export function checkHops(hops: number): number {
  if (Number.isInteger(hops) && hops >= 0) return hops
  throw new TypeError('trustProxy must be the number of proxies in front that write X-Forwarded-For, such as 1.')
}

function readKnown(context: unknown): { clientAddress?: unknown; socket?: string } {
  if (typeof context !== 'object' || context === null) return {}
  try {
    const { clientAddress, socket, raw, env } = context as Connection
    const address = (socket ?? raw?.socket ?? env?.incoming?.socket)?.remoteAddress
    return { clientAddress, ...(typeof address === 'string' && { socket: address }) }
  } catch {
    // Hono's getters throw where its platform has no such thing.
    return {}
  }
}

/** URL brings every spelling of an address into one form; what is none, such as `unknown`, is nobody's. */
function networkOf(address: string): string | undefined {
  const bare = address
    .trim()
    .replace(/^\[(.*)\](:\d+)?$|^(\d+(?:\.\d+){3}):\d+$/, '$1$3')
    .replace(/%.*$/, '')
  const url = `http://${bare.includes(':') ? `[${bare}]` : bare}`
  if (!/^([\d.]+|[\da-f:.]+)$/i.test(bare) || !URL.canParse(url)) return undefined
  const { hostname } = new URL(url)
  return hostname.startsWith('[') ? networkOfV6(hostname.slice(1, -1)) : hostname
}

function networkOfV6(address: string): string {
  const [head = [], tail = []] = address.split('::').map((side) => side.split(':').filter((group) => group !== ''))
  const gap = Array.from({ length: 8 - head.length - tail.length }, () => '0')
  const groups = [...head, ...gap, ...tail]
  const mapped = groups.slice(0, 5).every((group) => group === '0') && groups[5] === 'ffff'
  if (!mapped) return `${groups.slice(0, 4).join(':')}::/64`
  const bytes = groups.slice(6).map((group) => Number.parseInt(group, 16))
  return bytes.flatMap((pair) => [pair >> 8, pair & 255]).join('.')
}
