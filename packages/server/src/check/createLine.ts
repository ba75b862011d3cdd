import { Agent } from 'undici'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import { reasonOf } from '../transport/transport.ts'
import type { Clock } from './clock.ts'

/** A request word for word: nothing is added to it but `host` and the length of its body. */
export interface LineRequest {
  readonly method: string
  /** As it goes out: not tidied up. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array | undefined
}

interface LineAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly began: number
  readonly took: number
}

/** No answer came; the message says why. */
export class NoAnswer extends Error {}

const PATIENCE = 30_000
/** ms: a create may take that long at the upstream. */
const CREATE_PATIENCE = 150_000
const MAX_TEXT = 1 << 20

/** A way to one origin that follows no redirect and sends nothing twice. */
export function createLine(origin: string, { now }: Clock) {
  const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0, pipelining: 1 })
  return {
    /** @throws NoAnswer */
    async send({ method, path, headers, body }: LineRequest, creates = false): Promise<LineAnswer> {
      const since = now()
      try {
        const answer = await agent.request({
          origin,
          path,
          method,
          headers: { accept: 'application/json', 'accept-encoding': 'identity', ...headers },
          body: body ?? null,
          signal: AbortSignal.timeout(creates ? CREATE_PATIENCE : PATIENCE),
        })
        const { read, began } = await readUpTo(answer.body, now)
        const bytes = await decode(read, String(answer.headers['content-encoding'] ?? ''))
        const pairs = Object.entries(answer.headers).flatMap(([name, value]) =>
          [value ?? []].flat().map((one) => [name, one] as [string, string]),
        )
        const text = new TextDecoder().decode(bytes)
        return {
          status: answer.statusCode,
          headers: new Headers(pairs),
          text,
          began: began - since,
          took: now() - since,
        }
      } catch (error) {
        const late = error instanceof Error && error.name === 'TimeoutError'
        throw new NoAnswer(
          late ? `no answer within ${(creates ? CREATE_PATIENCE : PATIENCE) / 1000} s` : reasonOf(error),
        )
      }
    },
    close: () => agent.destroy(),
  }
}

/** The rest of what is longer is not read. `began`: when its first piece came, or that there was none. */
async function readUpTo(body: AsyncIterable<Uint8Array>, now: () => number) {
  const chunks: Uint8Array[] = []
  let length = 0
  let began: number | undefined
  for await (const chunk of body) {
    began ??= now()
    chunks.push(chunk)
    length += chunk.byteLength
    if (length > MAX_TEXT) break
  }
  return { read: Buffer.concat(chunks).subarray(0, MAX_TEXT), began: began ?? now() }
}

const decoders = { gzip: promisify(gunzip), br: promisify(brotliDecompress), deflate: promisify(inflate) }

/** Some encode what was asked for as it is. A secret may hide in it. */
async function decode(bytes: Buffer, encoding: string): Promise<Uint8Array> {
  const name = encoding.trim().toLowerCase()
  if (!Object.hasOwn(decoders, name)) return bytes
  return decoders[name as keyof typeof decoders](bytes, { maxOutputLength: MAX_TEXT }).catch(() => bytes)
}
