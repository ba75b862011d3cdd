import { answered } from './node/answered.ts'
import { malformed } from './node/answerMalformed.ts'
import { incomingOf, outgoingOf, type NativeRequest, type NativeResponse } from './node/NativeRequest.ts'
import { goneSignal, toArrival } from './node/toArrival.ts'
import { toRequest } from './node/toRequest.ts'
import { writeAnswer, writeResponse } from './node/writeResponse.ts'
import type { LimnProxy } from './createProxy.ts'
import { doorOf } from './door.ts'
import type { Principal } from './policy/authorize.ts'

export type { NativeRequest, NativeResponse } from './node/NativeRequest.ts'

/** A handler of node:http, Express, Connect and Fastify. */
export type NodeHandler<Req extends NativeRequest> = (request: Req, response: NativeResponse) => Promise<void>

/**
 * The proxy for node:http, Express 4 and 5, Connect (`app.use('/api/images', handler)`) and Fastify
 * (`app.all('/api/images/*', handler)`). The native request becomes `authorize`'s context, so `req.session` and `req.user`
 * are there. Works behind parsers that leave the body at `req.body`. A caller that goes away ends a read, never a create.
 * Calls `ready()` now: what it rejects with ends the process; and `watch()`.
 */
export function toNodeHandler<P extends Principal, Req extends NativeRequest = NativeRequest>(
  proxy: LimnProxy<P, Req> | LimnProxy<P>,
): NodeHandler<Req> {
  void proxy.ready()
  proxy.watch()
  return handlerOf(proxy)
}

/** {@link toNodeHandler} without the question at start. */
export function handlerOf<Req extends NativeRequest>(
  proxy: (request: Request, context: never) => Promise<Response>,
): NodeHandler<Req> {
  const door = doorOf(proxy)
  return async (native, response) => {
    const incoming = incomingOf(native)
    const outgoing = outgoingOf(response)
    // What comes behind the last answer is not read: its sender was told that the line closes.
    if (answered.has(incoming.socket)) {
      incoming.resume()
      return
    }
    const arrival = door && toArrival(native, outgoing)
    const request = door ? undefined : toRequest(native, goneSignal(outgoing))
    if (door && arrival) await writeAnswer(await door(arrival, native), incoming, outgoing)
    else if (request) await writeResponse(await proxy(request, native as never), incoming, outgoing)
    else outgoing.writeHead(400, malformed.headers()).end(malformed.body)
  }
}
