import type { Answer } from '../answer.ts'
import { PICTURE_TYPES } from '../pictures/sniffPicture.ts'
import type { Call, Runtime } from '../runtime.ts'
import { abandon } from './abandon.ts'
import { budget } from './budget.ts'
import { capabilities } from './capabilities.ts'
import { create } from './create.ts'
import { erase } from './erase.ts'
import { health } from './health.ts'
import { image } from './image.ts'
import { recover } from './recover.ts'
import { reference } from './reference.ts'
import { references } from './references.ts'
import { task } from './task.ts'
import { tasks } from './tasks.ts'

/** One route; `path` below the mount. */
export interface Route {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'DELETE'
  readonly path: RegExp
  /** Only where a ledger is kept. */
  readonly keyed?: true
  /** `open`: nobody is asked who calls, nor from which origin; `either`: who does not say is nobody. @default 'principal' */
  readonly access?: 'open' | 'either'
  /** Media types of a body that the route reads from the stream itself. @default JSON of at most 64 KiB, read before */
  readonly takes?: readonly string[]
  /** What a request counts as. @default 'uploads' where it takes a file, else 'reads' */
  readonly counts?: 'creates'
  readonly handle: (call: Call, runtime: Runtime) => Promise<Answer>
}

const REFERENCE = /^\/references\/([^/]+)$/

/** Everything the proxy answers. */
const ROUTES: readonly Route[] = [
  { method: 'POST', path: /^\/generations$/, counts: 'creates', handle: create },
  { method: 'GET', path: /^\/generations\/([^/]+)$/, keyed: true, handle: recover },
  { method: 'POST', path: /^\/generations\/([^/]+)\/abandon$/, keyed: true, handle: abandon },
  { method: 'GET', path: /^\/tasks$/, handle: tasks },
  { method: 'GET', path: /^\/tasks\/([^/]+)$/, handle: task },
  { method: 'DELETE', path: /^\/tasks\/([^/]+)$/, keyed: true, handle: erase },
  { method: 'GET', path: /^\/budget$/, keyed: true, handle: budget },
  { method: 'GET', path: /^\/tasks\/([^/]+)\/images\/(\d|[1-9]\d)$/, access: 'either', handle: image },
  { method: 'POST', path: /^\/references$/, takes: Object.keys(PICTURE_TYPES), handle: references },
  { method: 'GET', path: REFERENCE, access: 'open', handle: reference },
  { method: 'HEAD', path: REFERENCE, access: 'open', handle: reference },
  { method: 'GET', path: /^\/capabilities$/, handle: capabilities },
  { method: 'GET', path: /^\/health$/, access: 'open', handle: health },
]

/** The routes a URL path names, whatever the method; only the exact spelling counts. */
export function routesOf(mount: string, pathname: string, keyed: boolean): readonly Route[] {
  if (!pathname.startsWith(`${mount}/`)) return []
  const rest = pathname.slice(mount.length)
  return ROUTES.filter((route) => (keyed || !route.keyed) && route.path.test(rest))
}

/** The variable parts of the path. */
export function partsOf(route: Route, mount: string, pathname: string) {
  const [, segment = '', part = ''] = route.path.exec(pathname.slice(mount.length)) ?? []
  return { segment, part }
}
