import { readReference } from './paint/reference.ts'
import { readUpTo } from './readUpTo.ts'

const MAX_BYTES = 20_000_000
const TIMEOUT = 20_000

/**
 * The bytes of each reference, at most 20 MB each and within 20 s. Each was decoded once, so that it can be painted from.
 * @throws Error that says which one could not be had, and why
 */
export async function fetchReferences(
  urls: readonly string[],
  get: (url: string) => Promise<Response> = (url) => fetch(url, { signal: AbortSignal.timeout(TIMEOUT) }),
): Promise<readonly Uint8Array[]> {
  return Promise.all(
    urls.map(async (url) => {
      const fail = (what: string) => (cause: unknown) => {
        throw new Error(`The reference ${url} ${what}.`, { cause })
      }
      const answer = await get(url).catch(fail('could not be fetched'))
      if (!answer.ok) {
        await answer.body?.cancel()
        throw new Error(`The reference ${url} answered HTTP ${answer.status}.`)
      }
      const bytes = await readUpTo(MAX_BYTES, answer).catch(fail('broke off'))
      if (!bytes) throw new Error(`The reference ${url} is larger than 20 MB.`)
      if (!isPicture(bytes)) throw new Error(`The reference ${url} is not a PNG, JPEG or WebP picture.`)
      await readReference(bytes, 1).catch(fail('is broken: it cannot be decoded'))
      return bytes
    }),
  )
}

/** By its first bytes; what a server calls it proves nothing. */
function isPicture(bytes: Uint8Array): boolean {
  const starts = (...head: number[]) => head.every((byte, i) => bytes[i] === byte)
  const webp = String.fromCharCode(...bytes.subarray(8, 12)) === 'WEBP'
  return starts(0x89, 0x50, 0x4e, 0x47) || starts(0xff, 0xd8, 0xff) || (starts(0x52, 0x49, 0x46, 0x46) && webp)
}
