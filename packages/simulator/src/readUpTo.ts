/** The bytes of an answer; undefined when it has more than `limit`: the rest is then not waited for. */
export async function readUpTo(limit: number, { headers, body }: Response): Promise<Uint8Array | undefined> {
  if (!body) return new Uint8Array()
  if (Number(headers.get('content-length')) > limit) {
    await body.cancel()
    return undefined
  }
  const reader = body.getReader()
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.length
    if (size > limit) {
      await reader.cancel()
      return undefined
    }
    chunks.push(part.value)
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer())
}
