import { pipeline, type Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { Agent, buildConnector, request } from 'undici'
import { publicLookup, type Resolve } from './publicLookup.ts'
import { FILE_HEADERS, lengthOf, reasonOf, type Download, type Wanted } from './transport.ts'

const OPTIONS = { headersTimeout: 0, bodyTimeout: 0, pipelining: 1 } as const
const CONNECT_TIMEOUT = 10_000
/** ms that files under way get when the transport closes. */
const DRAIN = 10_000

/** Files over undici, on connections that never carry the API key; private addresses only where they are asked for. */
export function createDownloads(resolve?: Resolve) {
  const near = new Agent({ ...OPTIONS, connect: { timeout: CONNECT_TIMEOUT } })
  const far = new Agent({
    ...OPTIONS,
    connect: buildConnector({ timeout: CONNECT_TIMEOUT, lookup: publicLookup(resolve) }),
  })
  return {
    async download({ url, anywhere, signal }: Wanted): Promise<Download> {
      try {
        const dispatcher = anywhere ? near : far
        const answer = await request(url, { dispatcher, signal, headers: { ...FILE_HEADERS, 'user-agent': 'limn' } })
        const encoding = String(answer.headers['content-encoding'] ?? '')
        const length = lengthOf(answer.headers['content-length'], encoding)
        // What goes wrong on the way out of here, the stream tells its reader.
        answer.body.on('error', () => {})
        return { kind: 'file', status: answer.statusCode, length, body: toStream(decoded(answer.body, encoding)) }
      } catch (error) {
        return { kind: 'lost', reason: reasonOf(error) }
      }
    },
    async close() {
      const agents = [near, far]
      // Whoever reads slowly must not keep a process for minutes.
      const timer = setTimeout(() => void agents.map((agent) => agent.destroy()), DRAIN)
      await Promise.all(agents.map((agent) => agent.close())).catch(() => {})
      clearTimeout(timer)
    },
  }
}

const DECODERS = { gzip: createGunzip, br: createBrotliDecompress, deflate: createInflate }

/** Decoded as it comes; what was not asked for and is not known is no file. */
function decoded(body: Readable, encoding: string): Readable {
  const name = encoding.trim().toLowerCase()
  if (name === '' || name === 'identity') return body
  if (!Object.hasOwn(DECODERS, name)) {
    body.destroy()
    throw new Error(`the file is encoded as ${name}, which was not asked for`)
  }
  return pipeline(body, DECODERS[name as keyof typeof DECODERS](), () => {})
}

/** Not `Readable.toWeb`, which throws out of the event loop when it is canceled while a piece is on its way. */
function toStream(file: Readable): ReadableStream<Uint8Array> {
  const chunks = file[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
  const source: UnderlyingDefaultSource<Uint8Array> = {
    async pull(controller) {
      const { done, value } = await chunks.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel: () => void file.destroy(),
  }
  return new ReadableStream(source, { highWaterMark: 0 })
}
