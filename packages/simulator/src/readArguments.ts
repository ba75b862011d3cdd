import { parseArgs } from 'node:util'

export const HELP = `limn-simulator: a stand-in for the GPT Image 2 API that paints real pictures

  --port N             port on 127.0.0.1; 0 takes a free one       (0)
  --api-key KEY        the key that is let in                      (any)
  --seed N             same seed, same run                         (1)
  --duration A-B       ms from create to settled, or one number    (2000-6000)
  --balance N          credits                                     (10000)
  --rate N             API requests a second; above it 429         (no limit)
  --log FILE           append a JSON line per create and poll
  --faults FILE        JSON list of faults in force from the start
  --help               this text

Control: GET /_simulator/log, PUT /_simulator/faults, POST /_simulator/reset
`

export interface Arguments {
  readonly port: number
  readonly apiKey: string | undefined
  readonly seed: number
  readonly duration: readonly [number, number]
  readonly balance: number
  readonly rate: number | undefined
  readonly log: string | undefined
  readonly faults: string | undefined
}

/**
 * The command line, checked; undefined when help was asked for.
 * @throws Error that names the flag that is wrong
 */
export function readArguments(args: readonly string[]): Arguments | undefined {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args: args[0] === '--' ? args.slice(1) : [...args],
    strict: true,
    options: {
      port: text,
      'api-key': text,
      seed: text,
      duration: text,
      balance: text,
      rate: text,
      log: text,
      faults: text,
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) return undefined
  if (values['api-key'] === '') throw new Error('--api-key must not be empty.')
  return {
    port: whole('port', values.port ?? '0', 0, 65_535),
    apiKey: values['api-key'],
    seed: whole('seed', values.seed ?? '1', 0, 2 ** 32),
    duration: range(values.duration ?? '2000-6000'),
    balance: whole('balance', values.balance ?? '10000', 0, 1e9),
    rate: values.rate === undefined ? undefined : whole('rate', values.rate, 1, 1e6),
    log: values.log,
    faults: values.faults,
  }
}

function whole(name: string, text: string, from: number, to: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN
  if (value >= from && value <= to) return value
  throw new Error(`--${name} must be a whole number from ${from} to ${to}, not "${text}".`)
}

function range(text: string): readonly [number, number] {
  const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? []
  if (from === undefined || Number(from) > Number(to))
    throw new Error(`--duration must be ms as 4000 or 2000-6000, not "${text}".`)
  return [Number(from), Number(to)]
}
