import type { IncomingMessage, ServerResponse } from 'node:http'

/** Fastify's request: Node's is inside, what its parser made of the body beside it. */
interface WrappedRequest {
  readonly raw: IncomingMessage
  readonly body?: unknown
  readonly protocol?: string
  readonly originalUrl?: string
}

/** Fastify's reply, as far as it is used. */
interface WrappedReply {
  readonly raw: ServerResponse
  hijack(): unknown
  getHeaders(): Readonly<Record<string, number | string | string[] | undefined>>
}

/** A request as a Node framework hands it over: Node's own (Express, Connect) or one that wraps it (Fastify). */
export type NativeRequest = IncomingMessage | WrappedRequest

/** The answer to a {@link NativeRequest}. */
export type NativeResponse = ServerResponse | WrappedReply

/** Node's own request. */
export const incomingOf = (request: NativeRequest): IncomingMessage => ('raw' in request ? request.raw : request)

/** Node's own response, with the headers that the framework's hooks have set; from here on the framework leaves it alone. */
export function outgoingOf(response: NativeResponse): ServerResponse {
  if (!('hijack' in response)) return response
  response.hijack()
  for (const [name, value] of Object.entries(response.getHeaders()))
    if (value !== undefined) response.raw.setHeader(name, value)
  return response.raw
}
