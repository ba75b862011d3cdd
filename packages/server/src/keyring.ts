import { toBase64Url } from './base64url.ts'
import { remember } from './remember.ts'

/** What a derived key is for; no two purposes share one. */
type Purpose =
  | 'handle'
  | 'principal'
  | 'mount'
  | 'key'
  | 'guest'
  | 'first-key'
  | 'user'
  | 'image'
  | 'reference'
  | 'archive'

/** Keys derived from the proxy's secrets. The first secret signs, all of them verify: that is a rotation. */
export interface Keyring {
  /** HMAC-SHA256 under the secret at `index`. */
  mac(purpose: Purpose, text: string, index?: number): Promise<Uint8Array<ArrayBuffer>>
  /** The first 16 bytes of it as base64url: an opaque name. At once where it was asked for of late. */
  tag(purpose: Purpose, text: string, index?: number): string | Promise<string>
  /** The index of the secret under which `mac` is right; undefined when there is none. Compares in constant time. */
  verify(purpose: Purpose, text: string, mac: Uint8Array<ArrayBuffer>): Promise<number | undefined>
}

const HMAC = { name: 'HMAC', hash: 'SHA-256', length: 256 } as const
const utf8 = new TextEncoder()
/** A tag is asked for at each poll of a task, and each costs a trip to WebCrypto. */
const TAGS = 20_000

/** A keyring over `secrets`, by WebCrypto alone (HKDF-SHA256, one info string a purpose). */
export function createKeyring(secrets: readonly string[]): Keyring {
  const derived = new Map<string, Promise<CryptoKey>>()
  const tags = remember<string, never>(TAGS)

  function keyFor(purpose: Purpose, index: number): Promise<CryptoKey> {
    const name = `${index}:${purpose}`
    const key = derived.get(name) ?? derive(secrets[index] ?? '', purpose)
    derived.set(name, key)
    return key
  }

  const keyring: Keyring = {
    async mac(purpose, text, index = 0) {
      return new Uint8Array(await crypto.subtle.sign('HMAC', await keyFor(purpose, index), utf8.encode(text)))
    },
    tag(purpose, text, index = 0) {
      const make = async () => toBase64Url((await keyring.mac(purpose, text, index)).subarray(0, 16))
      return tags(`${index}:${purpose}:${text}`, make)
    },
    async verify(purpose, text, mac) {
      for (const index of secrets.keys()) {
        // oxlint-disable-next-line no-await-in-loop -- one secret is the rule; a second only lives while it rotates
        if (await crypto.subtle.verify('HMAC', await keyFor(purpose, index), mac, utf8.encode(text))) return index
      }
      return undefined
    },
  }
  return keyring
}

async function derive(secret: string, purpose: Purpose): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', utf8.encode(secret), 'HKDF', false, ['deriveKey'])
  const how = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: utf8.encode(`limn:${purpose}`) }
  return crypto.subtle.deriveKey(how, material, HMAC, false, ['sign', 'verify'])
}
