/** Whether a URL's host is this machine itself. */
export const isLoopback = (url: string): boolean => {
  const { hostname } = new URL(url)
  return /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])\.?$/.test(hostname)
}

/**
 * Whether a URL names a host no outsider should reach: private, loopback, link-local, or a bare name.
 * WHATWG URL has already brought every spelling of an address (`0x7f.1`, `2130706433`) into one form.
 */
export function isPrivateHost(url: string): boolean {
  const host = new URL(url).hostname.replace(/\.$/, '')
  if (host.startsWith('[')) return isPrivateV6(host.slice(1, -1))
  if (/^\d+(\.\d+){3}$/.test(host)) return isPrivateV4(host.split('.').map(Number))
  return !host.includes('.') || /\.(localhost|local|internal|intranet|lan|home|corp|home\.arpa)$/.test(host)
}

/** As {@link isPrivateHost}, for an address that a name has led to; whatever is no address counts as private. */
export function isPrivateAddress(address: string): boolean {
  const url = `http://${address.includes(':') ? `[${address}]` : address}/`
  return !URL.canParse(url) || isPrivateHost(url)
}

function isPrivateV4([a = 0, b = 0, c = 0]: readonly number[]): boolean {
  return (
    [0, 10, 127].includes(a) ||
    a >= 224 ||
    (a === 100 && b >= 64 && b <= 127) ||
    (a === 169 && b === 254) ||
    (a === 172 && b >= 16 && b <= 31) ||
    (a === 192 && (b === 168 || (b === 0 && c === 0))) ||
    (a === 198 && (b === 18 || b === 19))
  )
}

/**
 * Public is 2000::/3 only; an address that carries an IPv4 one (mapped, 6to4, Teredo) is refused whole, but for NAT64's
 * (64:ff9b::/96), through which some networks reach all of IPv4.
 */
function isPrivateV6(address: string): boolean {
  const [, high = '0', low] = /^64:ff9b::(?:([\da-f]+):)?([\da-f]+)$/.exec(address) ?? []
  if (low !== undefined) {
    const [front, back] = [Number.parseInt(high, 16), Number.parseInt(low, 16)]
    return isPrivateV4([front >> 8, front & 255, back >> 8, back & 255])
  }
  const first = Number.parseInt(address.split(':')[0] || '0', 16)
  return first < 0x2000 || first > 0x3fff || first === 0x2002 || /^2001:0?:/.test(address)
}
