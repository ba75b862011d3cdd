import { LimnError } from '@limn/core'
import type { Answer } from '../answer.ts'
import { readBody } from '../normalise/body.ts'
import type { Call, Runtime } from '../runtime.ts'

/** `POST /references`: the body is a picture, which upstream may fetch for a day. */
export async function references({ request, user }: Call, runtime: Runtime): Promise<Answer> {
  if (!runtime.references) throw new LimnError('not_found', 'There is nothing here.')
  const { limits } = await runtime.allowance(user)
  if (limits.references.max === 0) throw new LimnError('forbidden', 'You may not use reference pictures.')
  const file = await readBody(request, runtime.references.maxBytes)
  const { token, url, expiresAt, type, bytes } = await runtime.references.put(file)
  return { status: 200, body: { id: token, url, expires_at: expiresAt, type, bytes } }
}
