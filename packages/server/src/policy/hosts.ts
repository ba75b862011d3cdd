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

/** Public is 2000::/3 only; an address that carries an IPv4 one (6to4, Teredo) is refused whole. */
function isPrivateV6(address: string): boolean {
  const first = Number.parseInt(address.split(':')[0] || '0', 16)
  return first < 0x2000 || first > 0x3fff || first === 0x2002 || /^2001:0?:/.test(address)
}
