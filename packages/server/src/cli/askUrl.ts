import { createTransport } from '#transport'
import { LimnError } from '@limn/core'
import * as z from 'zod'
import { isPrivateHost } from '../policy/hosts.ts'
import { hookFault } from '../policy/hook.ts'
import type { Limits } from '../policy/limits.ts'
import { limitsSchema } from '../policy/limitsSchema.ts'
import { UsageError } from './UsageError.ts'

/** Who is asking, by an app in whatever language, and what that one may ask for. */
export interface AskedPrincipal {
  readonly id: string
  readonly limits?: Limits | undefined
}

const principalSchema: z.ZodType<AskedPrincipal> = z.strictObject({
  id: z.string().min(1).max(255),
  limits: limitsSchema.optional(),
})

const refusalSchema = z.object({ message: z.string().min(1).max(500) })

const PATIENCE = 10_000

/**
 * Asks the app at `url` about each request: a GET with the browser's `Cookie` and `Authorization`, and what it is about in
 * `X-Limn-Method` and `X-Limn-Path`; nothing else of the browser's. 200 `{ "id": "42", "limits"?: {…} }` is who asks, 401
 * nobody, 403 (with a `message`, if it likes) somebody who may not.
 * @throws LimnError `forbidden`; `upstream_unavailable` for every other answer and for none, `internal_error` for a 200 that
 * says something else: never open
 */
export function askUrl(url: string): (request: Request) => Promise<AskedPrincipal | null> {
  const { send } = createTransport()
  return async ({ headers, method, url: asked }) => {
    const forwarded = ['cookie', 'authorization'].flatMap((name) => {
      const value = headers.get(name)
      return value === null ? [] : [[name, value] as const]
    })
    const about = { 'x-limn-method': method, 'x-limn-path': new URL(asked).pathname }
    const reply = await send({
      url,
      method: 'GET',
      headers: { ...Object.fromEntries(forwarded), ...about },
      // A connection kept alive may be closed in the very moment it is used.
      fresh: true,
      signal: AbortSignal.timeout(PATIENCE),
    })
    if (reply.kind !== 'answer') throw unanswered(reply.reason)
    if (reply.status === 401) return null
    const body = readJson(reply.text)
    if (reply.status === 403) throw new LimnError('forbidden', refusalSchema.safeParse(body).data?.message)
    if (reply.status !== 200) throw unanswered(`HTTP ${reply.status}${reply.status < 400 ? ': it must say 401' : ''}`)
    const { data, error } = principalSchema.safeParse(body)
    if (data) return data
    const faults = error.issues.map(({ path, message }) => `${path.join('.') || 'the body'}: ${message}`)
    throw hookFault(`--authorize-url answered something else than { "id", "limits"? }: ${faults.join('; ')}`)
  }
}

/** @throws UsageError for what is no URL, and for http to where it could be read on the way */
export function checkAuthorizeUrl(url: string): string {
  const { protocol, username, password, hash } = URL.parse(url) ?? {}
  // What was written is not repeated: it may hold a password.
  if (!protocol || username || password || hash)
    throw new UsageError('--authorize-url must be a URL without credentials and fragment.')
  if (protocol === 'https:' || (protocol === 'http:' && isPrivateHost(url))) return url
  throw new UsageError('--authorize-url must be https, or http in a private network: cookies travel there.')
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const unanswered = (reason: string) =>
  new LimnError('upstream_unavailable', 'This server could not tell who is asking. Nothing was sent.', {
    cause: new Error(`--authorize-url gave no answer to go by: ${reason}`),
  })
