import { LimnError } from '@limn/core'
import type { Answer } from '../answer.ts'
import type { Call, Runtime } from '../runtime.ts'

/** `GET /references/{token}`: what upstream fetches. Nobody is asked who calls: nobody guesses a token. */
export async function reference({ segment, request }: Call, { references }: Runtime): Promise<Answer> {
  const file = await references?.read(segment)
  if (!file) throw new LimnError('not_found', 'There is nothing here.')
  return {
    status: 200,
    headers: { 'content-type': file.type, 'content-length': String(file.bytes.length) },
    bytes: request.method === 'HEAD' ? undefined : file.bytes,
  }
}
