import type { IncomingMessage } from 'node:http'
import { listen } from '../../test/upstreamServer.ts'

/** What a careful developer would write in an afternoon: sessions, origins, two routes, nothing of the browser's upstream. */
export const startPlainProxy = (upstream: string, apiKey: string) =>
  listen((incoming, outgoing) => {
    void answer(incoming, upstream, apiKey).then(({ status, text }) =>
      outgoing.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(text),
    )
  })

async function answer(incoming: IncomingMessage, upstream: string, apiKey: string) {
  const { method = '', url = '', headers } = incoming
  const text = await read(incoming)
  const path = /^\/api\/images(\/generations|\/tasks\/[\w-]+)$/.exec(url)?.[1]
  if (!path || (path === '/generations') !== (method === 'POST') || !['GET', 'POST'].includes(method))
    return refuse(404, 'not_found_error', 'not_found')
  if (method === 'POST' && !isOwn(headers)) return refuse(403, 'permission_error', 'origin_not_allowed')
  if (!/session=(alice|bob)/.test(headers.cookie ?? '')) return refuse(401, 'authentication_error', 'unauthenticated')
  if (text.length > 65_536) return refuse(413, 'invalid_request_error', 'request_too_large')
  const reply = await fetch(`${upstream}/images${path}`, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    redirect: 'manual',
    ...(method === 'POST' && { body: text }),
  })
  return { status: reply.status, text: await reply.text() }
}

const isOwn = ({ origin, host, 'sec-fetch-site': site }: IncomingMessage['headers']) =>
  site === 'same-origin' || (site === undefined && origin === `http://${host}`)

const refuse = (status: number, type: string, code: string) => ({
  status,
  text: JSON.stringify({ error: { message: code, type, param: null, code } }),
})

async function read(incoming: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of incoming) text += String(chunk)
  return text
}
