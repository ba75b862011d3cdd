import type { ServerResponse } from 'node:http'

/**
 * Moves a body to the socket as fast as its reader takes it. The source is canceled when the reader leaves. A body that
 * fails, or is not as long as its head says (bytes), destroys the socket.
 */
export async function pumpBody(
  body: ReadableStream<Uint8Array>,
  outgoing: ServerResponse,
  length: number | undefined,
): Promise<void> {
  const reader = body.getReader()
  const closed = new Promise<void>((resolve) => void outgoing.once('close', resolve))
  void closed.then(() => reader.cancel()).catch(() => {})
  try {
    let written = 0
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- a stream is read in order
      const { done, value } = await reader.read()
      if (done) break
      written += value.byteLength
      if (length !== undefined && written > length) throw new Error('the body is longer than its head says')
      // oxlint-disable-next-line no-await-in-loop -- not faster than it is taken
      if (!outgoing.write(value)) await Promise.race([drained(outgoing), closed])
    }
    if (length !== undefined && written < length) throw new Error('the body is shorter than its head says')
    outgoing.end()
  } catch {
    outgoing.destroy()
    void reader.cancel().catch(() => {})
  }
}

const drained = (outgoing: ServerResponse) => new Promise<void>((resolve) => void outgoing.once('drain', resolve))
