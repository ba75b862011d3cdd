import { LimnError } from '@limn/core'
import type { Arrival } from '../arrival.ts'
import type { Environment } from '../environment.ts'
import type { Keyring } from '../keyring.ts'
import { welcomeGuest } from './guest.ts'
import { askHook, hookFault } from './hook.ts'

/** Whoever pays. Return your user as it is: only `id` (1 to 255 characters) is read. */
export interface Principal {
  readonly id: string
}

/** Who is asking, and the cookie to set, if any. */
export interface Caller<P extends Principal> {
  readonly user: P
  readonly cookie?: string | undefined
}

/**
 * Asks the app who is calling. Default deny: null, undefined and false are 401.
 * @throws LimnError `unauthenticated`, `internal_error` (with the app's own error as `cause`), `upstream_unavailable`
 * after 10 s, or whatever LimnError `authorize` throws.
 */
export async function askApp<P extends Principal, Context>(
  authorize: (request: Request, context: Context) => P | null | undefined | Promise<P | null | undefined>,
  request: Arrival,
  context: Context,
  environment: Environment,
): Promise<Caller<P>> {
  const user = await askHook('authorize', environment, () => authorize(request.head(), context))
  if (!user) throw new LimnError('unauthenticated', 'Sign in first: the app did not say who is asking.')
  if (!isPrincipal(user))
    throw hookFault('authorize must return an object whose `id` is a well-formed string of 1 to 255 characters')
  return { user }
}

/** Whether an id is one: 1 to 255 characters, none of which a signature or a database would read as another. */
export const isPrincipal = ({ id }: Principal): boolean =>
  typeof id === 'string' && id !== '' && id.length <= 255 && id.isWellFormed() && !id.includes('\0')

/** Each browser is its own principal. */
export async function askCookie(request: Arrival, keyring: Keyring, path: string): Promise<Caller<Principal>> {
  const { id, cookie } = await welcomeGuest(request, keyring, path)
  return { user: { id }, cookie }
}
