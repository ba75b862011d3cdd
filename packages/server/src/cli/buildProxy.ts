import { createProxy, type LimnProxy } from '../createProxy.ts'
import { isDevelopment, systemEnvironment } from '../environment.ts'
import { memoryLedger } from '../ledger/memory.ts'
import type { Principal } from '../policy/authorize.ts'
import type { CommonOptions } from '../proxyOptions.ts'
import { gptImage2 } from '../upstreams/gptImage2.ts'
import { UsageError, type Flags } from './readFlags.ts'

/** The proxy a command line describes. @throws UsageError when it would be open or forgetful without being told so. */
export function buildProxy(flags: Flags): LimnProxy {
  const common: CommonOptions<Principal> = {
    upstream: gptImage2({ baseUrl: flags.upstream }),
    ledger: ledgerOf(flags.ledger),
    path: flags.path,
    origins: flags.origins,
    dangerouslyEphemeralSecret: flags.ephemeralSecret,
    ...(flags.cap !== undefined && { limits: { cap: { credits: flags.cap, per: 'total' as const } } }),
    onEvent: (event) => process.stderr.write(`${JSON.stringify(event)}\n`),
  }
  if (flags.anonymous) return createProxy({ ...common, dangerouslyAllowAnonymous: true })
  const { principalHeader } = flags
  if (principalHeader === undefined)
    throw new UsageError(
      'Say who may ask: --principal-header NAME (behind a gateway that sets it), or --dangerously-allow-anonymous.',
    )
  return createProxy({ ...common, authorize: (request) => principalOf(request.headers.get(principalHeader)) })
}

const principalOf = (value: string | null): Principal | null => {
  const id = value?.trim() ?? ''
  return id === '' || id.length > 255 ? null : { id }
}

function ledgerOf(choice: Flags['ledger']) {
  if (choice === 'none') return 'none'
  if (choice === 'memory' || isDevelopment(systemEnvironment)) return memoryLedger()
  throw new UsageError('Say what remembers which key was sent: --ledger memory, or --ledger none to go without.')
}
