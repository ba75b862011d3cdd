/** What stands between the check and an honest proxy, and does one thing wrong. */
export type Bend = (request: Request, next: (request: Request) => Promise<Response>) => Promise<Response>

export const NONE: Bend = (request, next) => next(request)

/** `/tasks/x` of a request to the mount. */
export const pathOf = ({ url }: Request): string => new URL(url).pathname.replace('/api/images', '')

export const isPost = (request: Request): boolean => request.method === 'POST' && pathOf(request) === '/generations'

export const isBy = (request: Request, name: 'alice' | 'bob'): boolean =>
  request.headers.get('cookie') === `session=${name}`

/** The request with other headers; null takes one away. */
export async function withHeaders(request: Request, lines: Readonly<Record<string, string | null>>): Promise<Request> {
  const headers = new Headers(request.headers)
  setAll(headers, lines)
  const { method, url } = request
  return new Request(url, {
    method,
    headers,
    ...(!['GET', 'HEAD'].includes(method) && { body: await request.arrayBuffer() }),
  })
}

function setAll(headers: Headers, lines: Readonly<Record<string, string | null>>): void {
  for (const [name, value] of Object.entries(lines))
    if (value === null) headers.delete(name)
    else headers.set(name, value)
}

type Body = Record<string, unknown>

/** The answer with another status, other headers or another body; all else stays. */
export async function altered(
  answer: Response,
  {
    status,
    headers = {},
    body,
  }: { status?: number; headers?: Readonly<Record<string, string | null>>; body?: string | ((body: Body) => unknown) },
): Promise<Response> {
  const lines = new Headers(answer.headers)
  setAll(lines, headers)
  const text = await answer.text()
  const bent = typeof body === 'function' ? JSON.stringify(body(JSON.parse(text) as Body)) : (body ?? text)
  lines.delete('content-length')
  return new Response(bent === '' ? null : bent, { status: status ?? answer.status, headers: lines })
}

/** Does something to the answers of some requests only. */
export const bendAnswer =
  (
    when: (request: Request, answer: Response, code: string | undefined) => boolean,
    how: Parameters<typeof altered>[1],
  ): Bend =>
  async (request, next) => {
    const answer = await next(request.clone())
    const text = await answer.clone().text()
    return when(request, answer, /"code":"(\w+)"/.exec(text)?.[1]) ? altered(answer, how) : answer
  }

/** Passes some requests on with other headers. */
export const bendRequest =
  (when: (request: Request) => boolean, lines: Readonly<Record<string, string | null>>): Bend =>
  async (request, next) =>
    next(when(request) ? await withHeaders(request, lines) : request)
