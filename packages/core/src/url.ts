import { LIMITS } from './catalog.ts'

/**
 * The URL when it is fit for `src`: http or https, no credentials, at most 2,048 characters; else `null`.
 * zod's `z.url()` is not enough: it accepts `javascript:`.
 */
export function safeUrl(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > LIMITS.url || !/^https?:\/\//i.test(value) || UNSAFE.test(value))
    return null
  try {
    const url = new URL(value)
    return url.username || url.password ? null : value
  } catch {
    return null
  }
}

/** As {@link safeUrl}, and path-absolute ones too: a limn proxy serves pictures on its own origin. */
export const safeImageUrl = (value: unknown): string | null =>
  typeof value === 'string' && value.length <= LIMITS.url && /^\/(?!\/)/.test(value) && !UNSAFE.test(value)
    ? value
    : safeUrl(value)

// Browsers strip tabs and newlines out of a URL and read a backslash as a slash: what was checked would not be what is fetched.
// eslint-disable-next-line no-control-regex -- controls are what is looked for
const UNSAFE = /[\u0000-\u0020\u007f\\]/
