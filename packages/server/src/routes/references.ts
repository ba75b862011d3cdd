import { LimnError } from '@limn/core'
import type { Answer } from '../answer.ts'
import { readBody } from '../normalise/body.ts'
import type { Call, Runtime } from '../runtime.ts'

/** `POST /references`: the body is a picture, which upstream may fetch for a day. */
export async function references({ request, user, who }: Call, runtime: Runtime): Promise<Answer> {
  const { references: kept } = runtime
  if (!kept) throw new LimnError('not_found', 'There is nothing here.')
  const { limits } = await runtime.allowance(user)
  if (limits.references.max === 0) throw new LimnError('forbidden', 'You may not use reference pictures.')
  const { token, url, expiresAt, type, bytes } = await kept.inTurn(who, async () =>
    kept.put(await readBody(request, kept.maxBytes)),
  )
  return { status: 200, body: { id: token, url, expires_at: expiresAt, type, bytes } }
}
