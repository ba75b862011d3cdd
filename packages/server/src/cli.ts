#!/usr/bin/env node
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isLimnError } from '@limn/core'
import { buildProxy } from './cli/buildProxy.ts'
import { HELP } from './cli/help.ts'
import { migrateLedger } from './cli/migrateLedger.ts'
import { readFlags, type Flags } from './cli/readFlags.ts'
import { UsageError } from './cli/UsageError.ts'
import { handlerOf } from './node.ts'
import { answerMalformed } from './node/answerMalformed.ts'

const HOST = '127.0.0.1'

try {
  const flags = readFlags(process.argv.slice(2))
  if (flags.help) process.stdout.write(HELP)
  else if (flags.command === 'serve') await serve(flags)
  else {
    await migrateLedger(flags.ledger)
    process.stdout.write('The ledger has its tables.\n')
  }
} catch (error) {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
  if (!(taken || error instanceof UsageError || error instanceof TypeError || isLimnError(error))) throw error
  const message = taken ? 'That port is taken: give another --port, or 0 for a free one.' : error.message
  process.stderr.write(`limn-proxy: ${message}\nTry --help.\n`)
  process.exitCode = 1
}

async function serve(flags: Flags): Promise<void> {
  const proxy = await buildProxy(flags)
  await proxy.ready().catch(async (error: unknown) => {
    await proxy.close()
    throw error
  })
  if (flags.principalHeader !== undefined)
    process.stderr.write(
      `limn-proxy: whoever can send the header ${flags.principalHeader} can be anybody. ` +
        'Use it only behind a gateway that removes it from outside requests.\n',
    )
  if (flags.anonymous && flags.cap !== undefined)
    process.stderr.write('limn-proxy: --cap counts for each browser: one that drops its cookie starts anew.\n')
  const handler = handlerOf(proxy)
  const underway = new Set<Promise<void>>()
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 15_000 }, (request, response) => {
    const over = handler(request, response).finally(() => underway.delete(over))
    underway.add(over)
  })
  server.on('clientError', answerMalformed)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(flags.port, HOST, resolve)
  })
  process.stdout.write(
    `limn proxy listening on http://${HOST}:${(server.address() as AddressInfo).port}${proxy.path}\n`,
  )

  async function stop() {
    server.close()
    await proxy.close()
    await Promise.allSettled(underway)
    server.closeAllConnections()
  }
  process.once('SIGTERM', () => void stop()).once('SIGINT', () => void stop())
}
