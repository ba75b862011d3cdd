import { mintKey } from '@limn/core'
import { API_KEY } from '../../test/proxyUnderTest.ts'
import type { CheckOptions } from '../visit.ts'
import { altered, bendAnswer, bendRequest, isBy, isPost, pathOf, withHeaders, type Bend } from './bend.ts'
import { PAGES } from './startChecked.ts'

/** One thing done wrong, by the point that must notice it. */
export interface Defect {
  readonly bend: Bend
  /** Where it is done. @default limn */
  readonly kinds?: readonly ('limn' | 'plain')[]
  /** Where polls can be held. @default false */
  readonly watch?: boolean
  /** What the check needs to notice it. */
  readonly options?: Partial<CheckOptions>
}

const BOTH = ['limn', 'plain'] as const
const CREATES = { credits: 200 }
const UUID = /^\/tasks\/[\da-f-]{36}$/
const HANDLE = /^\/tasks\/(limn1\.[^/]+|[\da-f-]{36})$/
const KEY = /^\/generations\/[^/]+$/

const bodyOf = (request: Request, wanted: string): Promise<boolean> =>
  request
    .clone()
    .text()
    .then((text) => text === wanted)
const isUuid = (request: Request) => request.method === 'GET' && UUID.test(pathOf(request))
const isTask = (request: Request) => request.method === 'GET' && HANDLE.test(pathOf(request))
const isKey = (request: Request) => request.method === 'GET' && KEY.test(pathOf(request))
const isAbandon = (request: Request) => pathOf(request).endsWith('/abandon')
const comesFrom = (request: Request, site: string | null) => request.headers.get('sec-fetch-site') === site

/** What a proxy does that does not ask where a request comes from. */
export const WELCOME = { origin: null, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' }
const AS_ALICE = { cookie: 'session=alice' }

/** One answer for one body that is sent. */
const bendBody =
  (body: string, status: number): Bend =>
  async (request, next) => {
    const hit = isPost(request) && comesFrom(request, 'same-origin') && (await bodyOf(request, body))
    const answer = await next(request)
    return hit && answer.status >= 400 ? altered(answer, { status }) : answer
  }

const contract: Readonly<Record<string, Defect>> = {
  'contract/signed-in': { bend: bendRequest(() => true, { cookie: null }), kinds: BOTH },
  'contract/unknown-path': {
    bend: bendAnswer((request) => pathOf(request) === '/limn-check-was-here', { status: 200, body: '<html>' }),
    kinds: BOTH,
  },
  'contract/unknown-task': {
    bend: bendAnswer((request, { status }) => isUuid(request) && isBy(request, 'alice') && status === 404, {
      status: 400,
    }),
    kinds: BOTH,
  },
  'contract/methods': {
    bend: bendAnswer(({ method }) => method === 'PUT', { status: 200, body: '{}' }),
    kinds: BOTH,
  },
  'contract/wrong-request': {
    bend: async (request, next) => {
      const hit = isPost(request) && isBy(request, 'alice') && (await bodyOf(request, '{"n":0}'))
      return bendAnswer((_, __, code) => hit && code === 'invalid_request', { status: 422 })(request, next)
    },
    kinds: BOTH,
  },
  'contract/broken-body': { bend: bendBody('[]', 500), kinds: BOTH },
  'contract/media-type': {
    bend: bendRequest(
      (request) =>
        isPost(request) && comesFrom(request, 'same-origin') && request.headers.get('content-type') === 'text/plain',
      { 'content-type': 'application/json' },
    ),
  },
  'contract/large-body': { bend: bendAnswer((_, { status }) => status === 413, { status: 500 }), kinds: BOTH },
  'contract/capabilities': {
    bend: bendAnswer((request) => pathOf(request) === '/capabilities', { status: 502 }),
    kinds: ['plain'],
  },
  'contract/offer': {
    bend: bendAnswer((request, { status }) => pathOf(request) === '/capabilities' && status === 200, {
      body: (offer) => ({ ...offer, models: 'gpt-image-2' }),
    }),
  },
  'contract/health': { bend: bendAnswer((request) => pathOf(request) === '/health', { status: 503 }) },
  'contract/budget': {
    bend: bendAnswer((request) => pathOf(request) === '/budget', { status: 200, body: '{"cap":1}' }),
  },
  'anonymous/read': {
    bend: bendAnswer((request, { status }) => isUuid(request) && status === 401, {
      status: 302,
      headers: { location: '/login' },
    }),
    kinds: BOTH,
  },
  'anonymous/create': {
    bend: bendRequest((request) => isPost(request) && !request.headers.has('cookie'), AS_ALICE),
    kinds: BOTH,
  },
  'anonymous/routes': {
    bend: bendRequest((request) => pathOf(request) === '/capabilities' && !request.headers.has('cookie'), AS_ALICE),
  },
}

/** A create of another site that gets in. */
const attackIf = (when: (headers: Headers) => boolean): Defect => ({
  bend: bendRequest((request) => isPost(request) && when(request.headers), WELCOME),
  kinds: BOTH,
})
const isCross = (headers: Headers) => headers.get('sec-fetch-site') === 'cross-site'

const csrf: Readonly<Record<string, Defect>> = {
  'csrf/cross-site': attackIf((headers) => isCross(headers) && headers.get('content-type') === 'application/json'),
  'csrf/simple-body': attackIf((headers) => isCross(headers) && headers.get('content-type') === 'text/plain'),
  'csrf/typeless-body': attackIf((headers) => isCross(headers) && !headers.has('content-type')),
  'csrf/null-origin': attackIf((headers) => headers.get('origin') === 'null'),
  'csrf/look-alike': attackIf((headers) => headers.get('origin')?.startsWith('http://127.0.0.1.') === true),
  'csrf/sibling': attackIf((headers) => headers.get('sec-fetch-site') === 'same-site'),
  'csrf/no-origin': {
    ...attackIf((headers) => !headers.has('origin') && !headers.has('sec-fetch-site')),
    kinds: ['limn'],
  },
  'csrf/read': {
    bend: bendRequest((request) => pathOf(request) === '/capabilities' && comesFrom(request, 'cross-site'), WELCOME),
  },
  'csrf/cors': {
    bend: async (request, next) => {
      const answer = await next(request)
      const origin = request.headers.get('origin')
      return origin ? altered(answer, { headers: { 'access-control-allow-origin': origin } }) : answer
    },
    kinds: BOTH,
  },
  'csrf/listed': {
    bend: bendAnswer(isPost, { headers: { 'access-control-allow-origin': null } }),
    options: { origin: PAGES },
  },
}

const created = (bend: Bend, kinds: Defect['kinds'] = ['limn']): Defect => ({ bend, kinds, options: CREATES })
const isReplay = ({ headers }: Response) => headers.has('idempotent-replayed')

/** Of two requests sent at once with one key, whichever comes first, the one that made nothing. */
function twinOfEach(how: Parameters<typeof altered>[1]): Bend {
  const found = new Set<string | null>()
  return bendAnswer((request, answer, code) => {
    const key = request.headers.get('idempotency-key')
    const madeNothing = code === 'idempotency_in_progress' || (answer.status === 200 && isReplay(answer))
    if (!isPost(request) || !madeNothing || key?.startsWith('"') || found.has(key)) return false
    found.add(key)
    return true
  }, how)
}

const charged: Readonly<Record<string, Defect>> = {
  'tasks/create': created(
    bendAnswer((request, answer) => isPost(request) && answer.status === 200 && !isReplay(answer), {
      body: (task) => ({ ...task, status: 'done' }),
    }),
    BOTH,
  ),
  'tasks/read': created(
    bendAnswer((request, { status }) => isTask(request) && status === 200, {
      body: (task) => ({ ...task, id: 'another' }),
    }),
    BOTH,
  ),
  'tasks/settle': created(
    bendAnswer((request, { status }) => isTask(request) && status === 200, { body: (task) => ({ ...task, data: [] }) }),
    BOTH,
  ),
  'tasks/altered-id': created(
    bendAnswer(
      (request, { status }) => isTask(request) && !isUuid(request) && isBy(request, 'alice') && status === 404,
      {
        status: 200,
      },
    ),
  ),
  'tasks/streamed': {
    ...created(async (request, next) => {
      const answer = await next(request)
      const isStream = answer.headers.get('content-type') === 'application/x-ndjson'
      return isStream ? new Response('{"id":"a"}\n', { headers: answer.headers }) : answer
    }),
    watch: true,
  },
  'tasks/held': {
    ...created(
      bendAnswer(({ headers }) => headers.get('prefer') === 'wait=2', { headers: { 'preference-applied': 'wait=25' } }),
    ),
    watch: true,
  },
  'tasks/not-held': {
    ...created(
      bendAnswer((request) => isTask(request) && request.headers.get('prefer') === 'wait=20', { status: 202 }),
    ),
    watch: true,
  },
  'idempotency/required': created(async (request, next) =>
    next(
      isPost(request) && !request.headers.has('idempotency-key')
        ? await withHeaders(request, { 'idempotency-key': mintKey(Date.now()) })
        : request,
    ),
  ),
  'idempotency/wrong-keys': created(
    bendRequest((request) => request.headers.get('idempotency-key')?.length === 256, { 'idempotency-key': 'short' }),
  ),
  'idempotency/age': {
    bend: bendAnswer((_, __, code) => code === 'key_expired', { status: 404 }),
  },
  'idempotency/unknown': {
    bend: bendAnswer((request) => isBy(request, 'alice'), { headers: { 'limn-ledger-id': null } }),
  },
  'idempotency/abandon': {
    bend: bendAnswer((request, { status }) => isAbandon(request) && status === 200, {
      body: (answer) => ({ ...answer, ...('state' in answer && { state: 'gone' }) }),
    }),
  },
  'idempotency/abandoned-create': created(
    bendAnswer((request, _, code) => isPost(request) && code === 'generation_abandoned', { status: 409 }),
  ),
  'idempotency/twins': created(twinOfEach({ status: 500 })),
  'idempotency/replay': created(async (request, next) => {
    const plain = isPost(request) && !request.headers.get('idempotency-key')?.startsWith('"')
    const answer = await next(request)
    return plain && isReplay(answer) ? altered(answer, { headers: { 'idempotent-replayed': null } }) : answer
  }),
  'idempotency/written-otherwise': created(
    bendAnswer((request) => request.headers.get('idempotency-key')?.startsWith('"0') === true, {
      headers: { 'idempotent-replayed': null },
    }),
  ),
  'idempotency/reused': created(bendAnswer((_, { status }) => status === 422, { status: 409 })),
  'idempotency/recover': created(
    bendAnswer((request, { status }) => isKey(request) && status === 200, { headers: { 'idempotent-replayed': null } }),
  ),
  'idempotency/too-late': created(
    bendAnswer((request, { status }) => isAbandon(request) && status === 200, {
      body: ({ key, id, state }) => (id === undefined ? { key, state } : { key, state: 'abandoned' }),
    }),
  ),
  'ownership/two': {
    bend: bendAnswer((request, { status }) => pathOf(request) === '/capabilities' && status === 200, {
      body: (offer) => ({ ...offer, principal: 'everybody' }),
    }),
  },
  'ownership/key': { bend: bendRequest((request) => isKey(request) && isBy(request, 'bob'), AS_ALICE) },
  'ownership/task': created(bendRequest((request) => isTask(request) && isBy(request, 'bob'), AS_ALICE)),
}

const isQuery = (request: Request, word: string) =>
  request.method === 'GET' && pathOf(request) === '/tasks' && new URL(request.url).searchParams.has(word)

/** The same request with another query. */
const bendQuery =
  (word: string, change: (query: URLSearchParams) => void): Bend =>
  (request, next) => {
    const url = new URL(request.url)
    if (isQuery(request, word)) change(url.searchParams)
    return next(new Request(url, request))
  }

const isImage = (request: Request) => pathOf(request).includes('/images/')
const isUpload = (request: Request) => request.method === 'POST' && pathOf(request) === '/references'
const isDelete = ({ method }: Request) => method === 'DELETE'

const offered: Readonly<Record<string, Defect>> = {
  'batch/order': {
    bend: bendAnswer((request, { status }) => isQuery(request, 'ids') && status === 200, {
      body: ({ data, ...list }) => ({ ...list, data: (data as unknown[]).toReversed() }),
    }),
  },
  'batch/many': {
    bend: bendQuery('ids', (query) => query.set('ids', query.get('ids')!.split(',').slice(0, 32).join(','))),
  },
  'batch/own': created(bendRequest((request) => isQuery(request, 'ids') && isBy(request, 'bob'), AS_ALICE)),
  'list/shape': {
    bend: bendAnswer((request) => isQuery(request, 'limit'), { body: (list) => ({ ...list, next_cursor: 7 }) }),
  },
  'list/mixed': { bend: bendQuery('cursor', (query) => query.delete('cursor')) },
  'list/own': created(bendRequest((request) => isQuery(request, 'limit') && isBy(request, 'bob'), AS_ALICE)),
  'images/unknown': {
    bend: bendAnswer((request, _, code) => isImage(request) && code === 'task_not_found', { status: 410 }),
  },
  'images/own': created(
    bendAnswer((request) => isTask(request), {
      body: ({ data, ...task }) => ({
        ...task,
        ...(data !== undefined && { data: [{ url: 'https://cdn.example/1.png' }] }),
      }),
    }),
  ),
  'images/download': created(bendAnswer(isImage, { headers: { 'content-disposition': null } })),
  'images/signature': created(
    bendRequest((request) => isImage(request) && !request.headers.has('cookie') && request.url.includes('?'), AS_ALICE),
  ),
  'images/owner': created(bendRequest((request) => isImage(request) && isBy(request, 'bob'), AS_ALICE)),
  'references/type': {
    bend: bendAnswer((request, { status }) => isUpload(request) && status !== 401, { status: 200, body: '{}' }),
  },
  'references/anonymous': {
    bend: bendRequest((request) => isUpload(request) && !request.headers.has('cookie'), AS_ALICE),
  },
  'references/upload': {
    bend: bendAnswer((request) => request.method === 'GET' && pathOf(request).startsWith('/references/'), {
      headers: { 'content-type': 'text/html' },
    }),
    options: CREATES,
  },
  'delete/unknown': { bend: bendAnswer((request, { status }) => isDelete(request) && status === 404, { status: 200 }) },
  'delete/owner': created(
    bendAnswer((request, { status }) => isDelete(request) && isBy(request, 'bob') && status === 404, { status: 403 }),
  ),
  'delete/forgets': created(async (request, next) =>
    isDelete(request) && isBy(request, 'alice') && !UUID.test(pathOf(request))
      ? next(new Request(request.url, { headers: request.headers }))
      : next(request),
  ),
}

const answers: Readonly<Record<string, Defect>> = {
  'answers/error-shape': {
    bend: bendAnswer((request, { status }) => isUuid(request) && status === 404, { body: '{"detail":"Not found."}' }),
    kinds: BOTH,
  },
  'answers/redirects': {
    bend: bendAnswer((request, { status }) => isUuid(request) && isBy(request, 'alice') && status === 404, {
      status: 308,
      headers: { location: '/api/images/tasks/' },
    }),
    kinds: ['limn'],
  },
  'answers/caching': {
    bend: bendAnswer(isUuid, { headers: { 'cache-control': 'public, max-age=60' } }),
    kinds: BOTH,
  },
  'answers/hardening': { bend: bendAnswer(isPost, { headers: { 'x-content-type-options': null } }) },
  'answers/labels': { bend: bendAnswer(isPost, { headers: { 'limn-ledger': null } }) },
  'answers/key': { bend: bendAnswer(isPost, { headers: { 'x-debug': `key=${API_KEY}` } }), kinds: BOTH },
  'answers/traces': {
    bend: bendAnswer((request, { status }) => isPost(request) && status === 400, {
      body: ({ error }) => ({ error: { ...(error as object), message: 'Oops\n    at create (/srv/app.js:10:5)' } }),
    }),
    kinds: BOTH,
  },
}

export const DEFECTS: Readonly<Record<string, Defect>> = { ...contract, ...csrf, ...charged, ...offered, ...answers }
