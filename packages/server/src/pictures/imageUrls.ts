import { fromBase64Url, toBase64Url } from '../base64url.ts'
import type { Keyring } from '../keyring.ts'

/**
 * The addresses of pictures on this proxy. An `<img>` sends no header of the app's, so each address carries a proof of its
 * own, good for this picture and for as long as its handle lives.
 */
export interface ImageUrls {
  /** `{mount}/tasks/{handle}/images/{index}?s=…` */
  urlOf(handle: string, index: number): Promise<string>
  /** Whether `proof` is the one in that address. */
  allows(handle: string, index: number, proof: string): Promise<boolean>
}

/** Addresses below `mount`; nothing is remembered. */
export const createImageUrls = ({ keyring, mount }: { keyring: Keyring; mount: string }): ImageUrls => ({
  async urlOf(handle, index) {
    const proof = toBase64Url(await keyring.mac('image', nameOf(handle, index)))
    return `${mount}/tasks/${handle}/images/${index}?s=${proof}`
  },
  async allows(handle, index, proof) {
    const mac = fromBase64Url(proof)
    return mac !== undefined && (await keyring.verify('image', nameOf(handle, index), mac)) !== undefined
  },
})

const nameOf = (handle: string, index: number) => `${handle}/${index}`
