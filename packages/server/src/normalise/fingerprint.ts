import type { WireRequest } from '@limn/core/schema'

/** SHA-256 (hex) of a normalised request as JSON with sorted keys: two spellings of one request are one request. */
export async function fingerprintOf(request: WireRequest): Promise<string> {
  const sorted = Object.fromEntries(Object.entries(request).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify(sorted)))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
