#!/usr/bin/env node
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isLimnError } from '@limn/core'
import { argumentsOfCheck } from './cli/argumentsOfCheck.ts'
import { buildProxy } from './cli/buildProxy.ts'
import { checkProxy } from './cli/checkProxy.ts'
import { HELP } from './cli/help.ts'
import { migrateLedger } from './cli/migrateLedger.ts'
import { PortError } from './cli/PortError.ts'
import { readFlags, type Flags } from './cli/readFlags.ts'
import { readResolveFlags, type ResolveFlags } from './cli/readResolveFlags.ts'
import { resolveUnclear } from './cli/resolveUnclear.ts'
import { UsageError } from './cli/UsageError.ts'
import { handlerOf } from './node.ts'
import { answerMalformed } from './node/answerMalformed.ts'

const HOST = '127.0.0.1'
/** ms an upload of 20 MB may take: 560 kbit/s. */
const UPLOAD = 300_000

const toCheck = argumentsOfCheck(process.argv)
try {
  if (toCheck) process.exitCode = await checkProxy(toCheck, process.stdout)
  else if (process.argv[2] === 'resolve') await resolve(readResolveFlags(process.argv.slice(3)))
  else await run(readFlags(process.argv.slice(2)))
} catch (error) {
  if (!(error instanceof UsageError || (!toCheck && (error instanceof TypeError || isLimnError(error))))) throw error
  const name = toCheck ? 'limn-check' : 'limn-proxy'
  process.stderr.write(`${name}: ${error.message}${error instanceof PortError ? '' : '\nTry --help.'}\n`)
  process.exitCode = toCheck ? 2 : 1
}

async function run(flags: Flags): Promise<void> {
  if (flags.help) process.stdout.write(HELP)
  else if (flags.command === 'serve') await serve(flags)
  else {
    await migrateLedger(flags.ledger)
    process.stdout.write('The ledger has its tables.\n')
  }
}

async function resolve(flags: ResolveFlags): Promise<void> {
  if (flags.help) process.stdout.write(HELP)
  else await resolveUnclear(flags, process.stdout)
}

async function serve(flags: Flags): Promise<void> {
  const proxy = await buildProxy(flags)
  await proxy.ready().catch(async (error: unknown) => {
    await proxy.close()
    throw error
  })
  proxy.watch()
  const handler = handlerOf(proxy)
  const underway = new Map<IncomingMessage, Promise<void>>()
  const patience = { requestTimeout: flags.references ? UPLOAD : 30_000, headersTimeout: 15_000 }
  const server = createServer(patience, (request, response) => {
    underway.set(
      request,
      handler(request, response).finally(() => underway.delete(request)),
    )
  })
  server.on('clientError', (error, socket) => answerMalformed(error, socket, underway))
  await new Promise<void>((listening, reject) => {
    server.once('error', reject).listen(flags.port, HOST, listening)
  }).catch(async (error: NodeJS.ErrnoException) => {
    await proxy.close()
    throw error.code === 'EADDRINUSE' ? new PortError(flags.port) : error
  })
  if (flags.principalHeader !== undefined)
    process.stderr.write(
      `limn-proxy: whoever can send the header ${flags.principalHeader} can be anybody. ` +
        'Use it only behind a gateway that removes it from outside requests.\n',
    )
  if (flags.anonymous && flags.cap !== undefined)
    process.stderr.write('limn-proxy: --cap counts for each browser: one that drops its cookie starts anew.\n')
  process.stdout.write(
    `limn proxy listening on http://${HOST}:${(server.address() as AddressInfo).port}${proxy.path}\n`,
  )

  async function stop() {
    server.close()
    // Whoever is still sending has had nothing sent for them: they are not waited for.
    for (const request of underway.keys()) if (!request.complete) request.destroy()
    await proxy.close()
    await Promise.allSettled(underway.values())
    server.closeAllConnections()
  }
  process.once('SIGTERM', () => void stop()).once('SIGINT', () => void stop())
}
