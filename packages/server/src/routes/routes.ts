import type { Answer } from '../answer.ts'
import type { Call, Runtime } from '../runtime.ts'
import { abandon } from './abandon.ts'
import { capabilities } from './capabilities.ts'
import { create } from './create.ts'
import { health } from './health.ts'
import { recover } from './recover.ts'
import { task } from './task.ts'

/** One route; `path` below the mount. `open`: answered without asking who calls. `keyed`: only where a ledger is kept. */
export interface Route {
  readonly method: 'GET' | 'POST'
  readonly path: RegExp
  readonly keyed?: true
  readonly open?: true
  readonly handle: (call: Call, runtime: Runtime) => Promise<Answer>
}

/** Everything the proxy answers. */
const ROUTES: readonly Route[] = [
  { method: 'POST', path: /^\/generations$/, handle: create },
  { method: 'GET', path: /^\/generations\/([^/]+)$/, keyed: true, handle: recover },
  { method: 'POST', path: /^\/generations\/([^/]+)\/abandon$/, keyed: true, handle: abandon },
  { method: 'GET', path: /^\/tasks\/([^/]+)$/, handle: task },
  { method: 'GET', path: /^\/capabilities$/, handle: capabilities },
  { method: 'GET', path: /^\/health$/, open: true, handle: health },
]

/** The routes a URL path names, whatever the method; only the exact spelling counts. */
export function routesOf(mount: string, pathname: string, keyed: boolean): readonly Route[] {
  if (!pathname.startsWith(`${mount}/`)) return []
  const rest = pathname.slice(mount.length)
  return ROUTES.filter((route) => (keyed || !route.keyed) && route.path.test(rest))
}

/** The variable part of the path. */
export const segmentOf = (route: Route, mount: string, pathname: string): string =>
  route.path.exec(pathname.slice(mount.length))?.[1] ?? ''
