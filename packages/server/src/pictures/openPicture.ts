import { LimnError, isLimnError, sniffPicture, type PictureType } from '@limn/core'
import { within, type Environment } from '../environment.ts'
import { isLoopback, isPrivateHost } from '../policy/hosts.ts'
import type { Line } from '../send.ts'
import { TAIL, endsWhole } from './endsWhole.ts'
import { join } from './parts.ts'

/** A picture on its way; `length` in bytes, where it is known beforehand. */
export interface OpenPicture {
  readonly type: PictureType
  readonly length?: number | undefined
  /** Fails when the picture breaks off or grows too large; must be read or canceled. */
  readonly body: ReadableStream<Uint8Array>
}

/** Bytes of a picture at most, after decompression. */
const MAX_PICTURE = 64 * 1024 * 1024

/** ms without a byte, and from first to last. */
const [STALL, WHOLE] = [30_000, 300_000]

/**
 * Opens one picture of the upstream's. Its host hears nothing of us; redirects are not followed; what it is, its bytes say.
 * `signal` breaks it off.
 * @throws LimnError `image_unavailable`, with the host's `status` where it answered one
 */
export async function openPicture(
  { transport, upstream, environment }: Line,
  url: string,
  signal?: AbortSignal,
): Promise<OpenPicture> {
  const anywhere = isLoopback(upstream.baseUrl)
  if (!anywhere && isPrivateHost(url)) throw unavailable('its URL names a private host')
  const stop = new AbortController()
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined
  const over = environment.after(WHOLE, () => stop.abort(new Error('it took too long')))
  const drop = () => {
    over()
    stop.abort(new Error('nobody wants it any more'))
    void reader?.cancel().catch(() => {})
  }
  signal?.addEventListener('abort', drop, { once: true })
  try {
    const answer = await soon(environment, transport.download({ url, anywhere, signal: stop.signal }))
    if (answer.kind === 'lost') throw unavailable(answer.reason)
    const { status, length } = answer
    reader = answer.body.getReader()
    if (status !== 200) throw unavailable(`its host answered HTTP ${status}`, status)
    if (length !== undefined && length > MAX_PICTURE) throw tooLarge()
    const read = counted(reader, environment, length)
    const head = await readHead(read)
    const type = sniffPicture(head)
    if (!type) throw unavailable('its bytes are no PNG, JPEG or WebP')
    const rest = length === undefined ? untilItsEnd(type, head, read) : read
    return { type, length, body: streamOf(head, rest, { over, drop }) }
  } catch (error) {
    drop()
    throw isLimnError(error) ? error : unavailable(error)
  }
}

type Read = () => Promise<Uint8Array | undefined>

const soon = <T>(environment: Environment, work: Promise<T>) =>
  within(STALL, environment, work, () => new Error(`no byte came within ${STALL / 1000} s`))

/** Piece by piece, undefined at the end; no more than is allowed, and no less than was announced. */
function counted(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  environment: Environment,
  length: number | undefined,
): Read {
  let count = 0
  return async () => {
    const { done, value } = await soon(environment, reader.read())
    count += value?.byteLength ?? 0
    if (count > MAX_PICTURE) throw tooLarge()
    if (length !== undefined && (done ? count < length : count > length))
      throw new Error('its length is not as announced')
    return done ? undefined : value
  }
}

/** Bytes that tell what a picture is. */
const HEAD = 12

async function readHead(read: Read): Promise<Uint8Array> {
  let head = new Uint8Array()
  while (head.length < HEAD) {
    // oxlint-disable-next-line no-await-in-loop -- a stream is read in order
    const chunk = await read()
    if (!chunk) break
    head = join([head, chunk])
  }
  return head
}

/** What nobody has announced the length of must come to its own end. */
function untilItsEnd(type: PictureType, head: Uint8Array, read: Read): Read {
  let [tail, count] = [head, head.length]
  return async () => {
    const chunk = await read()
    if (!chunk && !endsWhole(type, { head, tail, count })) throw new Error('it ends before its end')
    tail = chunk ? join([tail, chunk].map((part) => part.subarray(-TAIL))).subarray(-TAIL) : tail
    count += chunk?.length ?? 0
    return chunk
  }
}

/** `over`: it came whole; `drop`: it did not, or nobody wants the rest. */
function streamOf(
  head: Uint8Array,
  read: Read,
  { over, drop }: { readonly over: () => void; readonly drop: () => void },
): ReadableStream<Uint8Array> {
  let first: Uint8Array | undefined = head
  const source: UnderlyingDefaultSource<Uint8Array> = {
    async pull(controller) {
      try {
        const chunk = first ?? (await read())
        first = undefined
        if (chunk) return controller.enqueue(chunk)
        over()
        controller.close()
      } catch (error) {
        drop()
        controller.error(error)
      }
    },
    cancel: drop,
  }
  return new ReadableStream(source, { highWaterMark: 0 })
}

/** All of a picture. @throws LimnError `image_unavailable` when it breaks off */
export async function readPicture({ body }: OpenPicture): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await new Response(body).arrayBuffer())
  } catch (error) {
    throw isLimnError(error) ? error : unavailable(error)
  }
}

const tooLarge = () => unavailable(`it is larger than ${MAX_PICTURE / 1024 / 1024} MiB`)

/** The caller hears that it cannot be had, the operator why. */
export const unavailable = (reason: unknown, status?: number) =>
  new LimnError('image_unavailable', 'The picture cannot be had just now. It was made and charged, and is not lost.', {
    status,
    cause: reason instanceof Error ? reason : new Error(String(reason)),
  })
