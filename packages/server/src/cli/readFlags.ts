import { parseArgs, type ParseArgsConfig } from 'node:util'
import type { CreditCap } from '../ledger/caps.ts'
import type { Rates } from '../policy/rates.ts'
import { checkAuthorizeUrl } from './askUrl.ts'
import { LEDGER_CHOICES, isLedgerChoice } from './openLedger.ts'
import { UsageError } from './UsageError.ts'
import { whole } from './whole.ts'

/** What the command line asked for. */
export interface Flags {
  readonly command: 'serve' | 'migrate'
  readonly port: number
  readonly path: string
  readonly upstream: string | undefined
  readonly ledger: string | undefined
  readonly cap: CreditCap | undefined
  readonly capAll: CreditCap | undefined
  /** A minute, for each principal. */
  readonly rates: Rates
  /** Proxies in front. */
  readonly trustProxy: number
  readonly origins: readonly string[]
  /** A folder for pictures. */
  readonly archive: string | undefined
  /** A folder for uploads, and where upstream reaches this proxy. */
  readonly references: { readonly folder: string; readonly publicUrl: string } | undefined
  /** Looks a second. */
  readonly pollsPerSecond: number | undefined
  readonly principalHeader: string | undefined
  /** Where the app says who is asking. */
  readonly authorizeUrl: string | undefined
  readonly anonymous: boolean
  readonly ephemeralSecret: boolean
  readonly logPrompts: boolean
  readonly help: boolean
}

const OPTIONS = {
  port: { type: 'string' as const, default: '7010' },
  path: { type: 'string' as const, default: '/api/images' },
  upstream: { type: 'string' as const },
  ledger: { type: 'string' as const },
  cap: { type: 'string' as const },
  'cap-all': { type: 'string' as const },
  'cap-window': { type: 'string' as const },
  'creates-per-minute': { type: 'string' as const, default: '60' },
  'reads-per-minute': { type: 'string' as const, default: '1200' },
  'trust-proxy': { type: 'string' as const, default: '0' },
  origin: { type: 'string' as const, multiple: true, default: [] as string[] },
  archive: { type: 'string' as const },
  references: { type: 'string' as const },
  'public-url': { type: 'string' as const },
  'polls-per-second': { type: 'string' as const },
  'principal-header': { type: 'string' as const },
  'authorize-url': { type: 'string' as const },
  'dangerously-allow-anonymous': { type: 'boolean' as const, default: false },
  'dangerously-ephemeral-secret': { type: 'boolean' as const, default: false },
  'log-prompts': { type: 'boolean' as const, default: false },
  help: { type: 'boolean' as const, default: false },
} satisfies ParseArgsConfig['options']

/** Reads the command line. @throws UsageError */
export function readFlags(args: readonly string[]): Flags {
  const { values, positionals } = parse(args)
  const { ledger, 'principal-header': principalHeader, 'authorize-url': authorizeUrl } = values
  const anonymous = values['dangerously-allow-anonymous']
  const [command = 'serve', ...more] = positionals
  if ((command !== 'serve' && command !== 'migrate') || more.length > 0)
    throw new UsageError('The commands are migrate, resolve and check; without one it serves.')
  // What was written is not repeated: it may hold a password.
  if (ledger !== undefined && !isLedgerChoice(ledger)) throw new UsageError(`--ledger must be ${LEDGER_CHOICES}.`)
  const { cap, capAll } = readCaps(values)
  if (ledger === 'none' && (cap ?? capAll))
    throw new UsageError(
      `${cap ? '--cap' : '--cap-all'} needs a ledger to count in: with --ledger none it could not hold.`,
    )
  if (principalHeader !== undefined && !/^[\w-]+$/.test(principalHeader))
    throw new UsageError('--principal-header must name a header, such as X-User.')
  if ([principalHeader !== undefined, authorizeUrl !== undefined, anonymous].filter(Boolean).length > 1)
    throw new UsageError('--authorize-url, --principal-header and --dangerously-allow-anonymous exclude each other.')
  return {
    command,
    port: whole('--port', values.port, 65_535),
    path: values.path,
    upstream: values.upstream,
    ledger,
    cap,
    capAll,
    rates: {
      creates: whole('--creates-per-minute', values['creates-per-minute'], Number.MAX_SAFE_INTEGER),
      reads: whole('--reads-per-minute', values['reads-per-minute'], Number.MAX_SAFE_INTEGER),
    },
    trustProxy: whole('--trust-proxy', values['trust-proxy'], 10),
    origins: values.origin,
    archive: values.archive,
    references: readReferences(values),
    pollsPerSecond: values['polls-per-second'] === undefined ? undefined : readPace(values['polls-per-second']),
    principalHeader,
    authorizeUrl: authorizeUrl === undefined ? undefined : checkAuthorizeUrl(authorizeUrl),
    anonymous,
    ephemeralSecret: values['dangerously-ephemeral-secret'],
    logPrompts: values['log-prompts'],
    help: values.help,
  }
}

function parse(args: readonly string[]) {
  const config = { options: OPTIONS, strict: true, allowPositionals: true } as const
  try {
    return parseArgs({ args: args[0] === '--' ? args.slice(1) : [...args], ...config })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function readCaps(values: { cap?: string; 'cap-all'?: string; 'cap-window'?: string }) {
  const { cap, 'cap-all': capAll, 'cap-window': window } = values
  const per = window ?? 'total'
  if (per !== 'day' && per !== 'month' && per !== 'total')
    throw new UsageError(`--cap-window must be day, month or total, not ${JSON.stringify(per)}.`)
  if (window !== undefined && cap === undefined && capAll === undefined)
    throw new UsageError('--cap-window says when --cap and --cap-all start anew: give one of them.')
  const capOf = (flag: string, text: string | undefined): CreditCap | undefined =>
    text === undefined ? undefined : { credits: whole(flag, text, Number.MAX_SAFE_INTEGER), per }
  return { cap: capOf('--cap', cap), capAll: capOf('--cap-all', capAll) }
}

function readReferences({
  references: folder,
  'public-url': publicUrl,
}: {
  references?: string
  'public-url'?: string
}) {
  if (folder === undefined && publicUrl === undefined) return undefined
  if (folder !== undefined && publicUrl !== undefined && URL.canParse(publicUrl)) return { folder, publicUrl }
  throw new UsageError(
    '--references FOLDER and --public-url URL go together: the URL is where the image API reaches this proxy, such as https://app.example/api/images.',
  )
}

function readPace(text: string): number {
  const pace = whole('--polls-per-second', text, 10_000)
  if (pace > 0) return pace
  throw new UsageError('--polls-per-second must be above 0: with 0 nothing would ever be looked at.')
}
