import { http, HttpResponse, type RequestHandler } from 'msw'
import { refuse } from './answer.ts'
import { Cut } from './Cut.ts'
import type { Simulator } from './Simulator.ts'

type Answer = (request: Request) => Promise<Response>

/**
 * Handlers for `setupServer` and `setupWorker`. A simulator answers as a plain pass-through proxy, which adds the key,
 * and serves its pictures too; a function, such as your `createProxy(…)`, answers as itself for all under `endpoint`.
 */
export function toMswHandlers(
  target: Simulator | Answer,
  options: {
    /** Where your app expects the proxy. @default '/api/images' */
    readonly endpoint?: string | undefined
  } = {},
): RequestHandler[] {
  const endpoint = (options.endpoint ?? '/api/images').replace(/\/+$/, '')
  // Where there is no page, a path belongs to no origin: every one will do.
  const base = endpoint.startsWith('/') && !('location' in globalThis) ? `*${endpoint}` : endpoint
  if (typeof target === 'function') return [http.all(`${base}/*`, ({ request }) => target(request))]
  return [
    http.all(`${base}/*`, ({ request }) => settled(passThrough(target, endpoint, request))),
    http.all('*/files/:task/:file', ({ request }) => settled(target.fetch(request))),
  ]
}

async function passThrough(simulator: Simulator, endpoint: string, request: Request): Promise<Response> {
  const url = new URL(request.url)
  const prefix = endpoint.startsWith('/') ? endpoint : new URL(endpoint).pathname
  const path = url.pathname.slice(prefix.length)
  if (path !== '/generations' && !/^\/tasks\/[^/]+$/.test(path))
    return refuse(404, { code: 'unknown_url', message: `Unknown request URL: ${request.method} ${url.pathname}.` })
  const headers = new Headers(request.headers)
  headers.set('authorization', `Bearer ${simulator.apiKey}`)
  const body = request.method === 'GET' || request.method === 'HEAD' ? null : await request.text()
  return simulator.fetch(new Request(`${url.origin}/api/v1/images${path}`, { method: request.method, headers, body }))
}

/** MSW makes a 500 of whatever a handler throws; a cut connection must stay one. */
async function settled(answer: Promise<Response>): Promise<Response> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof Cut) return HttpResponse.error()
    throw error
  }
}
