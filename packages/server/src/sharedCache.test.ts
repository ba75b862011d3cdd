import { expect, it } from 'vitest'
import { proxyUnderTest } from './test/proxyUnderTest.ts'
import { taskBody } from './test/upstreamServer.ts'

type Answers = (request: Request) => Promise<Response>

/** A shared cache that keeps all that RFC 9111 lets it keep, for as long as it likes. */
function createSharedCache(origin: Answers) {
  const kept = new Map<
    string,
    { readonly request: Request; readonly vary: readonly string[]; readonly response: Response }
  >()
  const isSame = (one: Request, other: Request, vary: readonly string[]) =>
    vary.every((name) => name !== '*' && one.headers.get(name) === other.headers.get(name))
  const ask: Answers = async (request) => {
    const known = kept.get(request.url)
    if (request.method === 'GET' && known && isSame(known.request, request, known.vary)) return known.response.clone()
    const response = await origin(request)
    const said = (response.headers.get('cache-control') ?? '').toLowerCase()
    const forbidden = /no-store|private|no-cache/.test(said)
    const signed = request.headers.has('authorization') && !/public|s-maxage|must-revalidate/.test(said)
    const vary = (response.headers.get('vary') ?? '').split(',').map((name) => name.trim().toLowerCase())
    if (request.method === 'GET' && !forbidden && !signed)
      kept.set(request.url, { request, vary: vary.filter(Boolean), response: response.clone() })
    return response
  }
  return { ask, kept }
}

const setup = () => {
  const { proxy } = proxyUnderTest({
    authorize: (request) => ({ id: /user=(\w+)/.exec(request.headers.get('cookie') ?? '')?.[1] ?? 'nobody' }),
    limits: { cap: { credits: 50, per: 'day' } },
    fetch: async ({ method }) =>
      Response.json(
        taskBody('t', method === 'GET' ? { status: 'succeeded', data: [{ url: 'https://c.example/1.png' }] } : {}),
      ),
  })
  const answer: Answers = (request) => proxy(request, undefined)
  const as = (
    user: string,
    path: string,
    init: { method?: string; body?: string; headers?: Record<string, string> } = {},
  ) => {
    const headers = { cookie: `user=${user}`, 'sec-fetch-site': 'same-origin', ...init.headers }
    return new Request(`https://app.example/api/images${path}`, { ...init, headers })
  }
  const create = async (user: string) => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': 'k' }
    const response = await answer(as(user, '/generations', { method: 'POST', body: '{"prompt":"a"}', headers }))
    return ((await response.json()) as { id: string }).id
  }
  return { answer, as, create }
}

it('F14 behind a shared cache nobody is served another’s answer, and nothing is kept', async () => {
  const { answer, as, create } = setup()
  const { ask, kept } = createSharedCache(answer)
  const handle = await create('ann')
  const paths = ['/tasks', `/tasks/${handle}`, `/tasks?ids=${handle}`, '/generations/k', '/budget', '/capabilities']
  for (const path of paths) {
    const mine = await ask(as('ann', path))
    const theirs = await ask(as('bob', path))
    const direct = await answer(as('bob', path))
    expect([theirs.status, await theirs.text()]).toEqual([direct.status, await direct.text()])
    expect(mine.status).toBe(200)
  }
  expect([...kept.keys()]).toEqual([])
})

it('F14 that cache would serve them to each other, were it let', async () => {
  const { answer, as, create } = setup()
  const { ask } = createSharedCache(async (request) => {
    const response = await answer(request)
    const headers = new Headers(response.headers)
    headers.delete('cache-control')
    headers.delete('vary')
    return new Response(response.body, { status: response.status, headers })
  })
  const handle = await create('ann')
  expect((await ask(as('ann', `/tasks/${handle}`))).status).toBe(200)
  expect((await ask(as('bob', `/tasks/${handle}`))).status).toBe(200)
})
