import { FILE_HEADERS, MAX_ANSWER, lengthOf, reasonOf, type Exchange, type Transport } from './transport.ts'

/** A transport over `fetch`. Here nothing is ever provably unsent: no runtime says in which phase a fetch failed. */
export function createTransport(
  send: (request: Request) => Promise<Response> = (request) => fetch(request),
): Transport {
  return {
    async send(exchange) {
      try {
        const response = await Promise.race([send(toRequest(exchange)), aborted(exchange.signal)])
        const text = await Promise.race([readText(response), aborted(exchange.signal)])
        return { kind: 'answer', status: response.status, headers: response.headers, text }
      } catch (error) {
        return { kind: 'lost', reason: reasonOf(error) }
      }
    },
    async download({ url, signal }) {
      try {
        const request = new Request(url, { headers: FILE_HEADERS, signal, redirect: 'manual' })
        const { status, headers, body } = await Promise.race([send(request), aborted(signal)])
        const length = lengthOf(headers.get('content-length'), headers.get('content-encoding'))
        return { kind: 'file', status, length, body: body ?? new Response('').body! }
      } catch (error) {
        return { kind: 'lost', reason: reasonOf(error) }
      }
    },
    close: async () => {},
  }
}

const toRequest = ({ url, method, headers, body, signal }: Exchange) =>
  new Request(url, { method, headers, body: body ?? null, signal, redirect: 'manual' })

/** A hand-made fetch may not listen to signals. */
const aborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    const stop = () => reject(new Error('no answer in time'))
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })

async function readText(response: Response): Promise<string> {
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  let [text, length] = ['', 0]
  if (!reader) return text
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- a stream is read in order
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    length += value.byteLength
    if (length > MAX_ANSWER) {
      void reader.cancel().catch(() => {})
      throw new Error('the answer is larger than 1 MiB')
    }
    text += decoder.decode(value, { stream: true })
  }
}
