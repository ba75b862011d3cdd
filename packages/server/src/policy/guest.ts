import { keyTime } from '@limn/core'
import type { Arrival } from '../arrival.ts'
import { fromBase64Url, toBase64Url } from '../base64url.ts'
import { keyOfPath, unquoted } from '../idempotencyKey.ts'
import type { Keyring } from '../keyring.ts'

/** A browser without an account: its principal, and the cookie to set when it had no good one. */
export interface Guest {
  readonly id: string
  readonly cookie?: string
}

const NAME = 'limn_guest'
/** What the name of a guest begins with. */
export const GUEST = 'guest:'
export const isGuest = (id: string): boolean => id.startsWith(GUEST)
const YEAR = 365 * 24 * 3600

/**
 * Knows a browser by a signed cookie that no script can read; a new one gets a new name. That name comes from the key it
 * asks with, so that a first request which the browser sends twice is one intent; only from a UUIDv7, which nobody guesses.
 */
export async function welcomeGuest(
  request: Pick<Arrival, 'url' | 'headers'>,
  keyring: Keyring,
  path: string,
): Promise<Guest> {
  const known = await readGuest(request.headers.get('cookie') ?? '', keyring)
  if (known) return { id: known }
  const key = keyOf(request, path)
  const unguessable = key !== undefined && keyTime(key) !== undefined
  const id = unguessable ? await keyring.tag('first-key', key) : toBase64Url(crypto.getRandomValues(new Uint8Array(16)))
  const signature = toBase64Url(await keyring.mac('guest', id))
  const secure = new URL(request.url).protocol === 'https:' ? '; Secure' : ''
  return {
    id: GUEST + id,
    cookie: `${NAME}=${id}.${signature}; Path=${path}; Max-Age=${YEAR}; HttpOnly; SameSite=Lax${secure}`,
  }
}

/** The key of a create, or the one that is asked about; on other routes there is none. */
function keyOf({ url, headers }: Pick<Arrival, 'url' | 'headers'>, path: string): string | undefined {
  const route = /^\/generations(?:\/([^/]+)(?:\/abandon)?)?$/.exec(new URL(url).pathname.slice(path.length))
  return route?.[1] === undefined ? unquoted((route && headers.get('idempotency-key')) ?? '') : keyOfPath(route[1])
}

async function readGuest(cookies: string, keyring: Keyring): Promise<string | undefined> {
  for (const cookie of cookies.split(';')) {
    const [id, signature, ...rest] = cookie.trim().startsWith(`${NAME}=`)
      ? cookie
          .trim()
          .slice(NAME.length + 1)
          .split('.')
      : []
    const mac = fromBase64Url(signature ?? '')
    // oxlint-disable-next-line no-await-in-loop -- one cookie of this name is the rule
    if (id && mac?.length && rest.length === 0 && (await keyring.verify('guest', id, mac)) !== undefined)
      return GUEST + id
  }
  return undefined
}
