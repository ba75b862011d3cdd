import type { Fault, FaultEffect } from '@limn/simulator'

/** What goes wrong with a third of the creates, executed or not; the newest fault that acts is the one. */
const EFFECTS: readonly FaultEffect[] = [
  { cut: 'before' },
  { cut: 'after' },
  { cut: 'after' },
  { status: 500, execute: true },
  { status: 502, raw: '<html>bad gateway</html>', execute: true },
  { status: 503 },
  { body: {}, execute: true },
  { raw: '{"id": "ta', execute: true },
  { status: 429, headers: { 'retry-after': '1' } },
  { status: 400, body: { error: { message: 'No such thing.', type: 'invalid_request_error', code: 'nope' } } },
]

const SHARE = 0.34

/** Every answer takes its time, so that a process can die between the create and its answer; a third are wrong. */
export const crashFaults: readonly Fault[] = [
  ...EFFECTS.map((effect): Fault => ({
    on: 'create',
    probability: 1 - (1 - SHARE) ** (1 / EFFECTS.length),
    do: effect,
  })),
  { on: 'create', do: { delay: 40 } },
]
