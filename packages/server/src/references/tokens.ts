import { PICTURE_TYPES, type PictureType } from '@limn/core'
import { fromBase64Url, toBase64Url } from '../base64url.ts'
import type { Keyring } from '../keyring.ts'

/** What a right token says. `name`: the file's, without anything that opens it. `expiresAt` in seconds since the epoch. */
interface OpenedToken {
  readonly name: string
  readonly expiresAt: number
  readonly type: PictureType
}

/** Signed names of files: `<end>.<random>.<HMAC>.<extension>`. Upstreams look at the extension of what they fetch. */
export interface Tokens {
  mint(expiresAt: number, type: PictureType): Promise<{ readonly token: string; readonly name: string }>
  /** Undefined for whatever was not minted here. Says nothing of whether its time is over. */
  open(token: string): Promise<OpenedToken | undefined>
}

/** Tokens of the proxies that share these secrets. */
export const createTokens = (keyring: Keyring): Tokens => ({
  async mint(expiresAt, type) {
    const stem = `${expiresAt}.${crypto.randomUUID().replaceAll('-', '')}`
    const extension = PICTURE_TYPES[type]
    const name = `${stem}.${extension}`
    return { name, token: `${stem}.${toBase64Url(await keyring.mac('reference', name))}.${extension}` }
  },
  async open(token) {
    const [, stem, proof, extension] = /^(\d{10}\.[\da-f]{32})\.([\w-]{43})\.(png|jpg|webp)$/.exec(token) ?? []
    const mac = proof === undefined ? undefined : fromBase64Url(proof)
    const name = `${stem}.${extension}`
    if (!mac || (await keyring.verify('reference', name, mac)) === undefined) return undefined
    return { name, expiresAt: Number.parseInt(name, 10), type: typeOf(extension!) }
  },
})

const typeOf = (extension: string) =>
  (Object.keys(PICTURE_TYPES) as PictureType[]).find((type) => PICTURE_TYPES[type] === extension)!
