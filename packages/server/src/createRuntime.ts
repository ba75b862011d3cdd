import { loadThumbnails } from '#thumbnail'
import { createTransport } from '#transport'
import { createArchive } from './archive/archive.ts'
import { toSettledGeneration } from './archive/settledGeneration.ts'
import { createBreaker } from './breaker.ts'
import type { Environment } from './environment.ts'
import { createEmit } from './events.ts'
import { createHandles } from './handle.ts'
import { RETENTION } from './idempotencyKey.ts'
import { createKeyring } from './keyring.ts'
import { guardLedger } from './ledger/guardLedger.ts'
import { createImageUrls } from './pictures/imageUrls.ts'
import type { Row } from './ledger/ledger.ts'
import type { Principal } from './policy/authorize.ts'
import { createAllowance } from './policy/limits.ts'
import { readSecrets } from './policy/production.ts'
import { createPoller } from './poll.ts'
import type { ProxyOptions } from './proxyOptions.ts'
import { createRedact } from './redact.ts'
import { createReferences } from './references/references.ts'
import type { Runtime } from './runtime.ts'
import { createWatch } from './watch/createWatch.ts'

/** Wires the parts together, once the environment has what they need. */
export function createRuntime<P extends Principal, Context>(
  options: ProxyOptions<P, Context>,
  mount: string,
  environment: Environment,
): Runtime {
  const { upstream } = options
  const secrets = readSecrets(options, environment)
  const headers = lastOf(() => Object.values(upstream.headers()).flatMap((value) => value.split(' ')))
  const redact = createRedact(() => [...secrets, ...headers()])
  const emit = createEmit(options.onEvent, redact, environment.now)
  const ledger = options.ledger === 'none' ? undefined : guardLedger(options.ledger, emit)
  const keyring = createKeyring(secrets)
  const transport = createTransport(upstream.fetch)
  const refundFailed = options.refundFailed ?? false
  const line = { upstream, transport, environment, breaker: createBreaker(), redact }
  const handles = createHandles({ keyring, mount, ttl: RETENTION })
  const images = options.images === false ? undefined : createImageUrls({ keyring, mount })
  const references = options.references && createReferences(options.references, { keyring, environment })
  const { archive: to, onSettled, pollsPerSecond } = options
  const isDeleted = async (row: Row) => (await ledger?.find(row).catch(() => undefined))?.deletedAt !== undefined
  const archive = to && createArchive({ to, line, keyring, emit, isDeleted })
  const watching =
    ledger &&
    createWatch(line, {
      ledger,
      emit,
      refundFailed,
      pollsPerSecond,
      keepPictures: archive?.keep,
      onSettled: onSettled && (async (row) => onSettled(await toSettledGeneration({ handles, images }, row))),
      clean: references && (async () => void (await references.prune())),
    })
  return {
    line,
    environment,
    ledger,
    keyring,
    handles,
    images,
    poller: watching?.poller ?? createPoller(line, { ledger: undefined, emit, record: undefined }),
    watching,
    archive,
    references,
    thumbnails: once(loadThumbnails),
    listed: ledger !== undefined && options.authorize !== undefined,
    allowance: createAllowance<P>(upstream, options.limits, options.budget, environment) as Runtime['allowance'],
    emit,
    refundFailed,
    logPrompts: options.logPrompts ?? false,
  }
}

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined
  return () => (loaded ??= load())
}

/** What `read` gave last: an upstream that cannot make its headers just now must not keep an event from being told. */
function lastOf(read: () => readonly string[]): () => readonly string[] {
  let last: readonly string[] = []
  return () => {
    try {
      last = read()
    } catch {
      // Nothing newer was sent anywhere.
    }
    return last
  }
}
