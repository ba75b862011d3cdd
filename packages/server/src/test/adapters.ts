import { createServer as createHttpServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import express, { type Express, type Request as ExpressRequest } from 'express'
import express4 from 'express4'
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { Hono, type Context } from 'hono'
import { NextRequest } from 'next/server.js'
import { createServer as createVite } from 'vite'
import type { LimnProxy } from '../createProxy.ts'
import { toNextHandlers } from '../next.ts'
import { handlerOf, toNodeHandler } from '../node.ts'
import type { Platform } from '../platform.ts'
import type { Principal } from '../policy/authorize.ts'
import { limn } from '../vite.ts'

/** Makes the proxy under test; `userOf` reads its caller off the platform's own request. */
export type Make = <Native>(
  userOf: (native: Native, request: Request) => string | undefined,
) => LimnProxy<Principal, Native>

/** A platform to serve a proxy on, on a free port. */
export interface Adapter {
  serve(make: Make): Promise<{ url: string; close(): Promise<void> }>
  /** Its URLs are tidied (`..`, `%2e`) before anybody sees them. */
  readonly tidies?: true
  /** A body that it cannot read is answered by its own parser. */
  readonly parses?: true
  /** It answers preflights itself. */
  readonly cors?: true
}

const ofNode = ({ headers }: IncomingMessage) => headers['x-user'] as string | undefined
const ofExpress = (request: ExpressRequest) => request.get('x-user')
const ofFastify = (request: FastifyRequest) => request.headers['x-user'] as string | undefined
const ofWeb = (_: unknown, { headers }: Request) => headers.get('x-user') ?? undefined

/** Whatever the contract `testAdapter` is run on. */
export const ADAPTERS: Readonly<Record<string, Adapter>> = {
  'node:http': {
    serve: (make) => {
      const handler = toNodeHandler(make(ofNode))
      return listening(createHttpServer((request, response) => void handler(request, response)))
    },
  },
  'Express 4': { serve: (make) => overExpress(express4(), make) },
  'Express 5': { serve: (make) => overExpress(express(), make) },
  'Express 4 behind parsers': { parses: true, serve: (make) => overExpress(parsing(express4(), express4), make) },
  'Express 5 behind parsers': { parses: true, serve: (make) => overExpress(parsing(express(), express), make) },
  Fastify: {
    parses: true,
    serve: async (make) => {
      const app = fastify()
      app.addContentTypeParser(/^image\//, { parseAs: 'buffer' }, (_, body, done) => done(null, body))
      app.all('/api/images/*', toNodeHandler(make(ofFastify)))
      return overFastify(app)
    },
  },
  'Fastify’s raw objects': {
    serve: async (make) => {
      const app = fastify()
      app.removeAllContentTypeParsers()
      app.addContentTypeParser('*', (_, __, done) => done(null))
      const handler = toNodeHandler(make(ofNode))
      app.all('/api/images/*', (request, reply) => {
        reply.hijack()
        return handler(request.raw, reply.raw)
      })
      return overFastify(app)
    },
  },
  Hono: {
    tidies: true,
    serve: async (make) => {
      const proxy = make((context: Context) => context.req.header('x-user'))
      const app = new Hono().all('/api/images/*', (context) => proxy(context.req.raw, context))
      return listening(serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server)
    },
  },
  Vite: {
    cors: true,
    serve: async (make) => {
      const vite = await createVite({
        configFile: false,
        logLevel: 'silent',
        root: import.meta.dirname,
        plugins: [limn(make<Platform | void>(ofWeb))],
        server: { port: 0, host: '127.0.0.1', watch: null, hmr: false, ws: false },
      })
      await vite.listen()
      return { url: vite.resolvedUrls!.local[0]!.slice(0, -1), close: () => vite.close() }
    },
  },
  'Next’s route signature': {
    serve: async (make) => {
      const handlers = toNextHandlers(make<Platform | void>(ofWeb))
      const handler = handlerOf(async (request) => {
        const { [request.method as 'GET']: handle } = handlers as Partial<typeof handlers>
        return handle?.(new NextRequest(request)) ?? Response.json({}, { status: 405, headers: { allow: 'GET' } })
      })
      return listening(createHttpServer((request, response) => void handler(request, response)))
    },
  },
}

function overExpress(app: Express, make: Make) {
  app.set('trust proxy', true)
  app.use('/api/images', toNodeHandler(make(ofExpress)))
  return listening(createHttpServer(app as RequestListener))
}

function parsing(app: Express, { json, raw, text, urlencoded }: typeof express): Express {
  return app.use(json(), urlencoded({ extended: true }), text(), raw({ type: ['application/octet-stream', 'image/*'] }))
}

async function overFastify(app: FastifyInstance) {
  await app.listen({ port: 0, host: '127.0.0.1' })
  return { url: urlOf(app.server), close: () => app.close() }
}

async function listening(server: Server) {
  if (!server.listening) await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return {
    url: urlOf(server),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
