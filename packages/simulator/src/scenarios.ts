import type { Fault } from './Fault.ts'

const error = (type: string, code: string, message: string) => ({ error: { message, type, param: null, code } })
const GATEWAY = '<html><head><title>Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>'

/** Named faults: `simulator.use(...SCENARIOS.outOfCredits)`. */
export const SCENARIOS = {
  /** Accepted late, and every look takes its time. */
  slow: [
    { on: 'create', do: { delay: 4000 } },
    { on: 'task', do: { delay: 2500 } },
  ],
  /** Accepted at once, then long in line. */
  queue: [{ on: 'create', do: { queue: 20_000 } }],
  /** Accepted, then given up. */
  fails: [
    {
      on: 'create',
      do: {
        outcome: 'failed',
        error: { code: 'generation_failed', message: 'The provider could not finish this picture.' },
      },
    },
  ],
  /** Accepted, then refused for what it shows. */
  moderated: [
    {
      on: 'create',
      do: {
        outcome: 'failed',
        error: { code: 'content_policy', message: 'The prompt was refused by the safety system.' },
      },
    },
  ],
  /** Refused: nothing left to pay with. */
  outOfCredits: [
    {
      on: 'create',
      do: {
        status: 402,
        body: error('billing_error', 'insufficient_credits', 'Insufficient credits: top up to go on.'),
      },
    },
  ],
  /** Refused for now. */
  rateLimited: [
    {
      on: 'create',
      do: {
        status: 429,
        headers: { 'retry-after': '10' },
        body: error('rate_limit_error', 'rate_limit_exceeded', 'Rate limit reached: try again in 10 seconds.'),
      },
    },
  ],
  /** One picture comes, whatever was asked. */
  partial: [{ on: 'create', do: { deliver: 1 } }],
  /** Done, but the pictures are gone. */
  expired: [{ on: 'image', do: { status: 410 } }],
  /** Creates work; about every other look at a task fails in one way or another. */
  flaky: [
    { on: 'task', probability: 0.2, do: { status: 502, raw: GATEWAY, headers: { 'content-type': 'text/html' } } },
    { on: 'task', probability: 0.15, do: { cut: 'before' } },
    { on: 'task', probability: 0.15, do: { status: 429, headers: { 'retry-after': '1' } } },
    { on: 'image', probability: 0.2, do: { status: 503 } },
  ],
  /** Executed and charged, but the answer never arrives. */
  uncertain: [{ on: 'create', do: { cut: 'after' } }],
  /** Nobody home, not even for the pictures. */
  down: [
    { on: 'create', do: { status: 503, raw: GATEWAY, headers: { 'content-type': 'text/html' } } },
    { on: 'task', do: { status: 503, raw: GATEWAY, headers: { 'content-type': 'text/html' } } },
    { on: 'image', do: { status: 503, raw: GATEWAY, headers: { 'content-type': 'text/html' } } },
  ],
} as const satisfies Readonly<Record<string, readonly Fault[]>>
