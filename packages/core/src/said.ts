import type { ErrorCode } from './errors.ts'
import { clip, isObject } from './text.ts'

/** Upstream's words for why a picture was not made. */
export const FAILURES: Readonly<Record<string, ErrorCode>> = {
  content_policy: 'content_policy',
  content_policy_violation: 'content_policy',
  moderation_blocked: 'content_policy',
  no_output: 'no_output',
}

/** The words an error body uses, wherever it keeps them: OpenAI's shape, the provider's `{ code, msg }`, plain text. */
export function said(body: unknown): { readonly code?: string; readonly message?: string } {
  if (typeof body === 'string') return { message: clip(body, 500) }
  if (!isObject(body)) return {}
  const inner = isObject(body.error) ? body.error : body
  const text = [body.error, inner.message, inner.msg, inner.fail_reason, inner.failMsg, inner.detail].find(
    (value) => typeof value === 'string' && value !== '',
  )
  const code = [inner.code, inner.failCode].find((value) => typeof value === 'string' || typeof value === 'number')
  return {
    ...(code !== undefined && { code: clip(String(code), 64) }),
    ...(typeof text === 'string' && { message: clip(text, 500) }),
  }
}
