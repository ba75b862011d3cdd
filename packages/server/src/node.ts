import type { IncomingMessage, ServerResponse } from 'node:http'
import type { LimnProxy } from './createProxy.ts'
import type { Principal } from './policy/authorize.ts'
import { malformed } from './node/answerMalformed.ts'
import { toRequest } from './node/toRequest.ts'
import { writeResponse } from './node/writeResponse.ts'

/** A handler of node:http, Express and Connect. */
export type NodeHandler<Req extends IncomingMessage> = (request: Req, response: ServerResponse) => Promise<void>

/**
 * The proxy for node:http, Express 4 and 5, Connect and Fastify's raw request. The native request becomes `authorize`'s
 * context, so `req.session` and `req.user` are there. Works behind `express.json()`. A caller that goes away stops nothing.
 * Calls `ready()` now: what it rejects with ends the process.
 */
export function toNodeHandler<P extends Principal, Req extends IncomingMessage = IncomingMessage>(
  proxy: LimnProxy<P, Req> | LimnProxy<P>,
): NodeHandler<Req> {
  void proxy.ready()
  return handlerOf(proxy)
}

/** {@link toNodeHandler} without the question at start. */
export function handlerOf<Req extends IncomingMessage>(
  proxy: (request: Request, context: never) => Promise<Response>,
): NodeHandler<Req> {
  return async (incoming, outgoing) => {
    const request = toRequest(incoming)
    if (request) await writeResponse(await proxy(request, incoming as never), incoming, outgoing)
    else outgoing.writeHead(400, malformed.headers()).end(malformed.body)
  }
}
