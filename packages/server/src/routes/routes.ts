import { PICTURE_TYPES } from '@limn/core'
import type { Answer } from '../answer.ts'
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

/** One route; `path` below the mount, a `*` for each variable part. */
export interface Route {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'DELETE'
  readonly path: string
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

/** Everything the proxy answers. */
const ROUTES: readonly Route[] = [
  { method: 'POST', path: 'generations', counts: 'creates', handle: create },
  { method: 'GET', path: 'generations/*', keyed: true, handle: recover },
  { method: 'POST', path: 'generations/*/abandon', keyed: true, handle: abandon },
  { method: 'GET', path: 'tasks', handle: tasks },
  { method: 'GET', path: 'tasks/*', handle: task },
  { method: 'DELETE', path: 'tasks/*', keyed: true, handle: erase },
  { method: 'GET', path: 'budget', keyed: true, handle: budget },
  { method: 'GET', path: 'tasks/*/images/*', access: 'either', handle: image },
  { method: 'POST', path: 'references', takes: Object.keys(PICTURE_TYPES), handle: references },
  { method: 'GET', path: 'references/*', access: 'open', handle: reference },
  { method: 'HEAD', path: 'references/*', access: 'open', handle: reference },
  { method: 'GET', path: 'capabilities', handle: capabilities },
  { method: 'GET', path: 'health', access: 'open', handle: health },
]

const KEYED = Map.groupBy(ROUTES, ({ path }) => path)
const UNKEYED = Map.groupBy(
  ROUTES.filter(({ keyed }) => !keyed),
  ({ path }) => path,
)

/** What may stand in the second and in the fourth part of a path; the others are words. */
const VARIABLE = [undefined, /./s, undefined, /^(?:\d|[1-9]\d)$/]

/** What a URL path names: its routes, whatever the method, and its variable parts, as written ('' where there is none). */
interface Place {
  readonly routes: readonly Route[]
  readonly segment: string
  readonly part: string
}

/** The place of a path; only the exact spelling counts. */
export function placeOf(mount: string, pathname: string, keyed: boolean): Place {
  const parts = pathname.startsWith(`${mount}/`) ? pathname.slice(mount.length + 1).split('/') : []
  const path = parts.map(shapeOf).join('/')
  const [, segment = '', , part = ''] = parts
  return { routes: (keyed ? KEYED : UNKEYED).get(path) ?? [], segment, part }
}

function shapeOf(part: string, index: number): string {
  const variable = VARIABLE[index]
  if (!variable) return part
  return variable.test(part) ? '*' : ''
}
