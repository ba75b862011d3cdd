import { LimnError, type ErrorCode } from '@limn/core'
import { describe, expect, it } from 'vitest'
import { afterAsking, afterCreate } from './outcome.ts'

const limn = (code: ErrorCode, status: number) => new LimnError(code, '', { status, ledger: 'memory' })
const stranger = (code: ErrorCode, status?: number) => new LimnError(code, '', { status })

describe('after a create through a plain proxy', () => {
  it.each([400, 401, 402, 403, 404, 413, 415, 422, 429])('a well-formed %i is a refusal', (status) => {
    expect(afterCreate(stranger('upstream_refused', status), true)).toBe('refuse')
  })
  it.each([408, 409, 425, 500, 502, 503, 504, 524, undefined])('%s may have been executed', (status) => {
    expect(afterCreate(stranger('internal_error', status), true)).toBe('doubt')
  })
  it('an unreadable 404 may have been executed', () => {
    expect(afterCreate(stranger('invalid_response', 404), true)).toBe('doubt')
  })
})

describe('after a create through a limn proxy', () => {
  it.each([
    ['rate_limited', 429, 'resend'],
    ['upstream_unavailable', 503, 'resend'],
    ['ledger_unavailable', 503, 'resend'],
    ['idempotency_in_progress', 409, 'confirm'],
    ['internal_error', 500, 'confirm'],
    ['outcome_unknown', 424, 'doubt'],
    ['insufficient_credits', 402, 'refuse'],
    ['generation_abandoned', 410, 'refuse'],
    ['key_expired', 410, 'refuse'],
    ['upstream_misconfigured', 503, 'refuse'],
    ['unauthenticated', 401, 'refuse'],
  ] as const)('%s', (code, status, expected) => {
    expect(afterCreate(limn(code, status), false)).toBe(expected)
  })
  it('a status without a limn answer proves nothing', () => {
    expect(afterCreate(stranger('rate_limited', 429), false)).toBe('confirm')
    expect(afterCreate(stranger('network'), false)).toBe('confirm')
    expect(afterCreate(stranger('timeout'), false)).toBe('confirm')
  })
})

it.each([true, false])('a create that could not be built left nothing behind (plain: %s)', (plain) => {
  expect(afterCreate(stranger('invalid_request'), plain)).toBe('refuse')
})

describe('after asking for a key', () => {
  const facts = { sameLedger: true, age: 1000, online: true }
  it.each([
    ['generation_not_found', facts, 'resend'],
    ['generation_not_found', { ...facts, age: 120_001 }, 'abandon'],
    ['generation_not_found', { ...facts, online: false }, 'wait'],
    ['generation_not_found', { ...facts, sameLedger: false }, 'doubt'],
    ['generation_abandoned', facts, 'refuse'],
    ['key_expired', facts, 'refuse'],
    ['insufficient_credits', facts, 'refuse'],
    ['outcome_unknown', facts, 'doubt'],
    ['not_found', facts, 'doubt'],
    ['unauthenticated', facts, 'signIn'],
    ['idempotency_in_progress', facts, 'wait'],
    ['rate_limited', facts, 'wait'],
    ['ledger_unavailable', facts, 'wait'],
    ['internal_error', facts, 'wait'],
  ] as const)('%s %o', (code, given, expected) => {
    expect(afterAsking(limn(code, 404), given)).toBe(expected)
  })
  it('anybody’s 401 asks for a sign-in', () => {
    expect(afterAsking(stranger('unauthenticated', 401), facts)).toBe('signIn')
  })
  it('a gateway between says nothing', () => {
    expect(afterAsking(stranger('invalid_response', 404), facts)).toBe('wait')
    expect(afterAsking(stranger('generation_not_found', 404), facts)).toBe('wait')
  })
})
