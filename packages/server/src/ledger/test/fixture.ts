import { LimnError, toErrorBody, type Task, type Watch } from '@limn/core'
import type { ScopedCap } from '../caps.ts'
import type { Claim, Claimed, Ledger, Row, RowRef } from '../ledger.ts'

/** The clock an engine under test goes by, in ms since the epoch. */
export interface TestClock {
  now(): number
  advance(ms: number): void
}

/** An empty ledger and its clock. */
export type Setup = () => Promise<{ clock: TestClock; ledger: Ledger }>

export const START = Date.UTC(2026, 5, 1, 12)
export const HOUR = 3_600_000
export const DAY = 24 * HOUR
export const LEASE = 15_000

export const ref = (key: string): RowRef => ({ principal: 'u1', key })

export const wanted = (key: string, fields: Partial<Claim> = {}): Claim => ({
  principal: 'u1',
  key,
  keyTag: `tag-${key}`,
  fingerprint: 'f1',
  request: { model: 'gpt-image-2', prompt: 'a fox', n: 1, response_format: 'url' },
  cost: 10,
  lease: LEASE,
  caps: [],
  ...fields,
})

export const cap = (credits: number, fields: Partial<ScopedCap> = {}): ScopedCap => ({
  credits,
  per: 'total',
  scope: 'principal:u1',
  ...fields,
})

export async function held(ledger: Ledger, key: string, caps: readonly ScopedCap[] = []): Promise<Row> {
  const claimed: Claimed = await ledger.claim(wanted(key, { caps }))
  if (claimed.outcome !== 'held') throw new Error(`not held: ${claimed.outcome}`)
  return claimed.row
}

export const taken = async (ledger: Ledger, key: string) =>
  ledger.accept(await held(ledger, key), { taskId: `t-${key}`, watch: watching('pending') })

export const watching = (status: Task['status'], fields: Partial<Task> = {}): Watch => ({
  task: { id: 't', status, created: 1, model: 'm', data: [], ...fields },
  empty: 0,
  missing: 0,
})

export const refusal = { status: 400, body: toErrorBody(new LimnError('invalid_prompt', 'No.', { param: 'prompt' })) }
