import { parseArgs } from 'node:util'
import type { CheckOptions, HeaderLines } from '../check/visit.ts'
import type { Environment } from '../environment.ts'
import { UsageError } from './UsageError.ts'
import { whole } from './whole.ts'

const text = { type: 'string' } as const
const OPTIONS = {
  header: { ...text, multiple: true, default: [] as string[] },
  'other-header': { ...text, multiple: true, default: [] as string[] },
  anonymous: { type: 'boolean', default: false },
  origin: text,
  create: { ...text, default: '0' },
  'key-env': text,
  help: { type: 'boolean', default: false },
} as const

/** Reads the command line of a check. What was written is never repeated: it may hold a session. @throws UsageError */
export function readCheckFlags(args: readonly string[], { variable }: Environment): CheckOptions | 'help' {
  const { values, positionals } = parse(args)
  if (values.help) return 'help'
  const caller = readHeaders('--header', values.header)
  if (!caller && !values.anonymous)
    throw new UsageError(
      "Say who asks: --header 'Cookie: …', as a page of the app sends it, or --anonymous for a proxy open to guests.",
    )
  return {
    endpoint: readEndpoint(positionals),
    origin: values.origin === undefined ? undefined : readOrigin(values.origin),
    caller,
    other: readHeaders('--other-header', values['other-header']),
    guests: values.anonymous,
    credits: whole('--create', values.create, 100_000),
    apiKey: readKey(values['key-env'], variable),
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function readEndpoint([url, ...more]: readonly string[]): string {
  if (url === undefined || more.length > 0)
    throw new UsageError('Give one URL: where the proxy is mounted, such as https://app.example/api/images.')
  const { protocol, origin, pathname, username, password, search, hash } = URL.canParse(url) ? new URL(url) : NONE
  if (!/^https?:$/.test(protocol) || username || password || search || hash)
    throw new UsageError('The URL must be http or https, without a password, a query or a fragment.')
  return origin + pathname.replace(/\/+$/, '')
}

function readOrigin(origin: string): string {
  if (URL.canParse(origin) && new URL(origin).origin === origin) return origin
  throw new UsageError('--origin must be an origin as a browser writes it, such as https://app.example.')
}

const NONE = { protocol: '', origin: '', pathname: '', username: '', password: '', search: '', hash: '' }

function readHeaders(flag: string, lines: readonly string[]): HeaderLines | undefined {
  const pairs = lines.map((line) => {
    const [, name, value] = /^([\w!#$%&'*+.^`|~-]+):[ \t]*([\t\x20-\x7e\x80-\xff]*)$/.exec(line) ?? []
    if (name === undefined || value === undefined) throw new UsageError(`${flag} must look like 'Cookie: session=…'.`)
    return [name.toLowerCase(), value.trim()] as const
  })
  return pairs.length > 0 ? Object.fromEntries(pairs) : undefined
}

function readKey(name: string | undefined, variable: Environment['variable']): string | undefined {
  if (name !== undefined && !/^[A-Za-z_]\w*$/.test(name))
    throw new UsageError('--key-env must be the name of an environment variable, never the key itself.')
  const key = variable(name ?? 'GPT_IMAGE_2_API_KEY')?.trim()
  if (name !== undefined && !key) throw new UsageError(`--key-env: the variable ${name} is empty.`)
  return key && key.length >= 8 ? key : undefined
}
