import { createProxy, type LimnProxy } from '../createProxy.ts'
import { isDevelopment, systemEnvironment } from '../environment.ts'
import { lineOf } from '../events.ts'
import type { CommonOptions } from '../proxyOptions.ts'
import { gptImage2 } from '../upstreams/gptImage2.ts'
import { askUrl, type AskedPrincipal } from './askUrl.ts'
import { openFolder } from './openFolder.ts'
import { openLedger } from './openLedger.ts'
import type { Flags } from './readFlags.ts'
import { UsageError } from './UsageError.ts'

/** The proxy a command line describes. @throws UsageError when it would be open or forgetful without being told so. */
export async function buildProxy(flags: Flags): Promise<LimnProxy<AskedPrincipal>> {
  const callers = flags.anonymous ? { dangerouslyAllowAnonymous: true as const } : { authorize: callerBy(flags) }
  const common: CommonOptions<AskedPrincipal> = {
    upstream: gptImage2({ baseUrl: flags.upstream }),
    ledger: await openLedger(flags.ledger ?? defaultLedger()),
    path: flags.path,
    origins: flags.origins,
    dangerouslyEphemeralSecret: flags.ephemeralSecret,
    // What the app says of this caller goes before what the command line says of all.
    limits: ({ limits }) => ({ cap: flags.cap, ...limits }),
    budget: flags.capAll,
    rates: flags.rates,
    trustProxy: flags.trustProxy,
    pollsPerSecond: flags.pollsPerSecond,
    archive: flags.archive === undefined ? undefined : await openFolder('--archive', flags.archive),
    references: await openReferences(flags),
    onEvent: (event) => process.stderr.write(`${lineOf(event)}\n`),
    logPrompts: flags.logPrompts,
  }
  return createProxy({ ...common, ...callers })
}

async function openReferences({ references }: Flags) {
  if (!references) return undefined
  return { store: await openFolder('--references', references.folder), publicUrl: references.publicUrl }
}

function callerBy({ authorizeUrl, principalHeader }: Flags) {
  if (authorizeUrl !== undefined) return askUrl(authorizeUrl)
  if (principalHeader !== undefined) return (request: Request) => principalOf(request.headers.get(principalHeader))
  throw new UsageError(
    'Say who may ask: --authorize-url URL (of your app), --principal-header NAME (behind a gateway that sets it), or ' +
      '--dangerously-allow-anonymous.',
  )
}

const principalOf = (value: string | null): AskedPrincipal | null => {
  const id = value?.trim() ?? ''
  // Two headers of this name arrive as one with a comma, though one be empty: whose they are cannot be told.
  return id === '' || id.length > 255 || /,( |$)/.test(id) ? null : { id }
}

function defaultLedger(): string {
  if (isDevelopment(systemEnvironment)) return 'memory'
  throw new UsageError(
    'Say what remembers which key was sent: --ledger sqlite:FILE or postgres://…, or --ledger none to go without.',
  )
}
