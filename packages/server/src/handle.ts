import { fromBase64Url, toBase64Url } from './base64url.ts'
import type { Keyring } from './keyring.ts'
import { remember } from './remember.ts'

/** What a handle stands for. `at`: when the task was accepted, ms since the epoch. */
interface HandleFacts {
  readonly taskId: string
  readonly principal: string
  readonly key: string
  readonly at: number
}

/** What a right handle tells. The key is only there as its tag. */
export interface OpenedHandle {
  readonly taskId: string
  readonly keyTag: string
  readonly at: number
}

/** Signed, user-bound task ids: `limn1.<payload>.<HMAC>`. */
export interface Handles {
  seal(facts: HandleFacts): Promise<string>
  /** Undefined for whatever is not a live handle of this principal and this mount. */
  open(handle: string, principal: string, now: number): Promise<OpenedHandle | undefined>
  /** What a live handle of this mount tells, whosever it is: for those who have another proof that they may ask. */
  read(handle: string, now: number): Promise<OpenedHandle | undefined>
}

const VERSION = 'limn1'
const MAX_LENGTH = 1024
const SKEW = 5 * 60_000
const VERIFIED = 20_000

/** What a handle of this mount with a right signature says, before anything else of it is judged. */
interface Verified {
  readonly opened: OpenedHandle
  /** The principal's tag. */
  readonly owner: string | undefined
  /** Of the secret that signed it. */
  readonly index: number
}

/** Handles of the proxy mounted at `mount`; they live for `ttl` ms. */
export function createHandles({ keyring, mount, ttl }: { keyring: Keyring; mount: string; ttl: number }): Handles {
  const verified = remember<Verified>(VERIFIED)

  /** By its signature and mount; those never change, so a handle that is polled again is not computed again. */
  async function verify(handle: string): Promise<Verified | undefined> {
    const [version, payload, signature, ...rest] = handle.split('.')
    if (version !== VERSION || !payload || !signature || rest.length > 0) return undefined
    const [bytes, mac] = [fromBase64Url(payload), fromBase64Url(signature)]
    if (!bytes || !mac) return undefined
    const index = await keyring.verify('handle', `${version}.${payload}`, mac)
    if (index === undefined) return undefined
    // Signed by us, so its shape is known.
    const [taskId, at, ...tags] = JSON.parse(new TextDecoder().decode(bytes)) as [string, number, ...string[]]
    const [owner, place, keyTag = ''] = tags
    const ours = place === (await keyring.tag('mount', mount, index))
    return ours ? { opened: { taskId, at, keyTag }, owner, index } : undefined
  }

  const read = (handle: string) => (handle.length > MAX_LENGTH ? undefined : verified(handle, () => verify(handle)))

  const isLive = ({ opened: { at } }: Verified, now: number) => at <= now + SKEW && now - at <= ttl

  return {
    async seal({ taskId, principal, key, at }) {
      const [owner, place] = [await keyring.tag('principal', principal), await keyring.tag('mount', mount)]
      const said = JSON.stringify([taskId, at, owner, place, await keyring.tag('key', key)])
      const payload = toBase64Url(new TextEncoder().encode(said))
      return `${VERSION}.${payload}.${toBase64Url(await keyring.mac('handle', `${VERSION}.${payload}`))}`
    },
    async open(handle, principal, now) {
      const known = await read(handle)
      if (!known || !isLive(known, now)) return undefined
      return known.owner === (await keyring.tag('principal', principal, known.index)) ? known.opened : undefined
    },
    async read(handle, now) {
      const known = await read(handle)
      return known && isLive(known, now) ? known.opened : undefined
    },
  }
}
