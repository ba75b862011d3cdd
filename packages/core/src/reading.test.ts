import { describe, expect, it } from 'vitest'
import { LimnError, isLimnError, reviveError } from './errors.ts'
import { keyTime, KEY_PATTERN, mintKey } from './key.ts'
import { readError } from './readError.ts'
import { parseRetryAfter } from './retryAfter.ts'
import { decodeSlot, encodeSlot } from './slot.ts'
import { readTask } from './task.ts'
import { isBlank } from './text.ts'
import { safeImageUrl, safeUrl } from './url.ts'

describe('urls', () => {
  it('lets only http(s) without credentials through', () => {
    const hostile = [
      'javascript:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
      'blob:https://a/b',
      '//host/x',
      'https://u:p@a.example',
      'https://a.example/\njavascript:',
      'https:\\\\a.example',
      ' https://a.example',
      `https://a.example/${'x'.repeat(2048)}`,
      'ftp://a',
      '',
      7,
      null,
    ]
    expect(hostile.map(safeUrl)).toEqual(hostile.map(() => null))
    expect(safeUrl('https://cdn.example/a.png?x=1')).toBe('https://cdn.example/a.png?x=1')
  })
  it('lets a path on the proxy through, but no path that is a host', () => {
    expect(safeImageUrl('/api/images/tasks/h/images/0?s=1')).toBe('/api/images/tasks/h/images/0?s=1')
    expect(['//evil.example', '/\\evil.example', '/\t/evil.example'].map(safeImageUrl)).toEqual([null, null, null])
  })
})

describe('the reader', () => {
  it('takes a sane date out of ms, text, negative and absurd ones', () => {
    const created = [1_714_000_000_000, 1_714_000_000, '1714000000', -5, 1e20, null].map(
      (value) => readTask({ id: 't', created: value }).created,
    )
    expect(created).toEqual([1_714_000_000, 1_714_000_000, 0, 0, 0, 0])
  })
  it('refuses an answer without a usable id', () => {
    for (const id of [undefined, '', 123, null, 'x'.repeat(1025)]) expect(() => readTask({ id })).toThrow(LimnError)
  })
  it('keeps what a failure said, from any of the places it is said in', () => {
    const reasons = [
      { error: 'why' },
      { error: { message: 'why' } },
      { message: 'why' },
      { fail_reason: 'why' },
      { failMsg: 'why' },
    ]
    for (const reason of reasons)
      expect(readTask({ id: 't', status: 'failed', ...reason }).error?.upstream?.message).toBe('why')
    expect(readTask({ id: 't', status: 'failed', error: { code: 'content_policy', message: 'no' } }).error?.code).toBe(
      'content_policy',
    )
  })
})

describe('errors', () => {
  it('trusts a code only inside a well-formed error', () => {
    const body = { error: { message: 'x', type: 'y', param: 'size', code: 'invalid_request' } }
    expect(readError(400, body)).toMatchObject({
      code: 'invalid_request',
      param: 'size',
      status: 400,
      ledger: undefined,
    })
    for (const garbage of ['<html>', { code: 422, msg: 'no' }, { error: 'x' }, { message: 'x' }, null, 1])
      expect(readError(400, garbage).code).toBe('invalid_response')
    expect(readError(200, { code: 422, msg: 'no' }).upstream).toEqual({ code: '422', message: 'no' })
  })
  it('is limn’s by its header', () => {
    const body = { error: { message: 'x', type: 'y', param: null, code: 'generation_not_found' } }
    const headers = new Headers({
      'limn-ledger': 'durable',
      'limn-ledger-id': 'L',
      'retry-after': '2',
      'x-request-id': 'r',
    })
    expect(readError(404, body, headers)).toMatchObject({
      ledger: 'durable',
      ledgerId: 'L',
      retryAfter: 2000,
      requestId: 'r',
    })
  })
  it('gives a stranger’s code the meaning of its status', () => {
    const code = (status: number) => readError(status, { error: { message: 'x', code: 'strange' } }).code
    expect([400, 401, 402, 403, 404, 422, 429, 500].map(code)).toEqual([
      'upstream_refused',
      'unauthenticated',
      'insufficient_credits',
      'forbidden',
      'upstream_refused',
      'upstream_refused',
      'rate_limited',
      'internal_error',
    ])
  })
  it('knows a declined wording by any of its names', () => {
    const code = (word: string) => readError(400, { error: { message: 'x', code: word } }).code
    expect(['content_policy', 'moderation_blocked', 'content_policy_violation'].map(code)).toEqual(
      Array.from({ length: 3 }, () => 'content_policy'),
    )
    expect(readError(400, { error: { message: 'x', code: 'moderation_blocked' } }).charged).toBe('no')
    expect(code('network')).toBe('upstream_refused')
  })
  it('survives a journal', () => {
    const error = new LimnError('rate_limited', 'Wait.', { retryAfter: 5, param: 'n', upstream: { code: 'x' } })
    const revived = reviveError(JSON.parse(JSON.stringify(error)))
    expect(revived.toJSON()).toEqual(error.toJSON())
    expect(isLimnError(revived, 'rate_limited')).toBe(true)
    expect(isLimnError(Object.assign(new Error('x'), { name: 'LimnError', code: 'network' }), 'network')).toBe(true)
    expect([isLimnError(new Error('x')), isLimnError({ code: 'network' }), isLimnError(error, 'network')]).toEqual([
      false,
      false,
      false,
    ])
  })
})

describe('small words of the wire', () => {
  it('reads Retry-After as seconds or a date, and never as nonsense', () => {
    const now = Date.parse('2026-01-01T00:00:00Z')
    const values = ['2', 'Thu, 01 Jan 2026 00:00:03 GMT', '3600', '999999', '-1', 'soon', '', null]
    expect(values.map((value) => parseRetryAfter(value, now))).toEqual([
      2000,
      3000,
      3_600_000,
      3_600_000,
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })
  it('mints UUIDv7 keys that carry their time and sort by it', () => {
    const now = Date.parse('2026-11-24T00:00:00Z')
    const keys = Array.from({ length: 1000 }, (_, index) => mintKey(now + index))
    expect(new Set(keys).size).toBe(1000)
    expect(keys.toSorted()).toEqual(keys)
    expect(keys.map(keyTime)).toEqual(keys.map((_, index) => now + index))
    expect(keys.every((key) => KEY_PATTERN.test(key))).toBe(true)
    expect(keyTime('8f6d9f87-1b3f-4f89-bdfb-3df8e77b7af3')).toBeUndefined()
  })
  it('carries any slot through a header', () => {
    for (const slot of ['product:1:hero', 'größe 100 %', '画像', '\ud83d\ude00', 'a/b?c'])
      expect(decodeSlot(new Headers({ s: encodeSlot(slot) }).get('s')!)).toBe(slot)
    expect(decodeSlot('%E0%A4%A')).toBeUndefined()
    expect(decodeSlot('x'.repeat(201))).toBeUndefined()
  })
  it('knows a blank prompt', () => {
    expect(['', ' \n\t', '\u200b', '\u0007', '\u2066\u2069'].map(isBlank)).toEqual([true, true, true, true, true])
    expect(['a', '。', '\u0301a'].map(isBlank)).toEqual([false, false, false])
  })
})
