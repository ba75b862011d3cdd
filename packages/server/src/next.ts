import { after } from 'next/server.js'
import type { LimnProxy } from './createProxy.ts'
import type { Principal } from './policy/authorize.ts'

/** What a route file of Next exports under a method's name. */
export type NextHandler = (request: Request) => Promise<Response>

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

/**
 * The proxy as handlers of `app/api/images/[...limn]/route.ts`:
 * `export const { GET, POST, DELETE, OPTIONS } = toNextHandlers(proxy)`. What may go on behind an answer is handed to Next's
 * `after()` (Next 15.1 and later), so that a create ends well though its caller has left. A create may take two minutes:
 * export `maxDuration` where the platform has one. Nothing is asked of the environment before the first request.
 */
export function toNextHandlers<P extends Principal>(
  proxy: LimnProxy<P>,
): Readonly<Record<(typeof METHODS)[number], NextHandler>> {
  const handler: NextHandler = (request) => proxy(request, { waitUntil })
  return Object.fromEntries(METHODS.map((method) => [method, handler])) as Record<(typeof METHODS)[number], NextHandler>
}

function waitUntil(work: Promise<unknown>): void {
  try {
    after(work)
  } catch {
    // Outside of a request of Next, or on a platform without waitUntil, nobody can be asked to wait.
  }
}
