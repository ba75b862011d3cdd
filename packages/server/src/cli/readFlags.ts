import { parseArgs, type ParseArgsConfig } from 'node:util'

/** What the command line asked for. */
export interface Flags {
  readonly port: number
  readonly path: string
  readonly upstream: string | undefined
  readonly ledger: 'memory' | 'none' | undefined
  readonly cap: number | undefined
  readonly origins: readonly string[]
  readonly principalHeader: string | undefined
  readonly anonymous: boolean
  readonly ephemeralSecret: boolean
  readonly help: boolean
}

/** What is wrong with a command line; its message is for the person who typed it. */
export class UsageError extends Error {}

export const HELP = `limn-proxy: keeps your GPT Image 2 key on the server

  --port N                         listen here on 127.0.0.1; 0 takes a free port (default 7010)
  --path PATH                      where it is mounted (default /api/images)
  --upstream URL                   the image API (default https://gpt-image-2.art/api/v1)
  --ledger memory|none             what remembers which key was sent; required in production
  --cap CREDITS                    credits each principal may use, for as long as the ledger lives
  --origin URL                     another origin that may call; repeat for more
  --principal-header NAME          who is asking stands in this header; ONLY behind a gateway that
                                   removes it from what comes from outside
  --dangerously-allow-anonymous    each browser is a principal of its own, by a signed cookie
  --dangerously-ephemeral-secret   run without LIMN_SECRET: a restart forgets every handle
  --help

From the environment: GPT_IMAGE_2_API_KEY, LIMN_SECRET (at least 32 bytes), NODE_ENV
(everything but development and test counts as production).
`

const OPTIONS = {
  port: { type: 'string' as const, default: '7010' },
  path: { type: 'string' as const, default: '/api/images' },
  upstream: { type: 'string' as const },
  ledger: { type: 'string' as const },
  cap: { type: 'string' as const },
  origin: { type: 'string' as const, multiple: true, default: [] as string[] },
  'principal-header': { type: 'string' as const },
  'dangerously-allow-anonymous': { type: 'boolean' as const, default: false },
  'dangerously-ephemeral-secret': { type: 'boolean' as const, default: false },
  help: { type: 'boolean' as const, default: false },
} satisfies ParseArgsConfig['options']

/** Reads the command line. @throws UsageError */
export function readFlags(args: readonly string[]): Flags {
  const values = parse(args)
  const { ledger, 'principal-header': principalHeader } = values
  const anonymous = values['dangerously-allow-anonymous']
  const cap = values.cap === undefined ? undefined : whole('--cap', values.cap, Number.MAX_SAFE_INTEGER)
  if (ledger !== undefined && ledger !== 'memory' && ledger !== 'none')
    throw new UsageError(`--ledger must be memory or none, not ${JSON.stringify(ledger)}.`)
  if (ledger === 'none' && cap !== undefined)
    throw new UsageError('--cap needs a ledger to count in: with --ledger none it could not hold. Use --ledger memory.')
  if (principalHeader !== undefined && !/^[\w-]+$/.test(principalHeader))
    throw new UsageError('--principal-header must name a header, such as X-User.')
  if (principalHeader !== undefined && anonymous)
    throw new UsageError('--principal-header and --dangerously-allow-anonymous exclude each other.')
  return {
    port: whole('--port', values.port, 65_535),
    path: values.path,
    upstream: values.upstream,
    ledger,
    cap,
    origins: values.origin,
    principalHeader,
    anonymous,
    ephemeralSecret: values['dangerously-ephemeral-secret'],
    help: values.help,
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: args[0] === '--' ? args.slice(1) : [...args], options: OPTIONS, strict: true }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function whole(flag: string, text: string, max: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value <= max) return value
  throw new UsageError(`${flag} must be a whole number from 0 to ${max}, not ${JSON.stringify(text)}.`)
}
