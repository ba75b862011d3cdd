import { mintKey } from '@limn/core'
import { describe, expect, it } from 'vitest'
import { createKeyring } from '../keyring.ts'
import { welcomeGuest } from './guest.ts'

const MOUNT = '/api/images'
const keyring = createKeyring(['a secret of more than thirty-two bytes'])
const key = mintKey(Date.UTC(2026, 5, 1))
const guest = async (path: string, headers: Record<string, string> = {}) =>
  (await welcomeGuest(new Request(`https://app.example${MOUNT}${path}`, { headers }), keyring, MOUNT)).id

describe('a guest without a cookie', () => {
  it('is the same one at the create, the question and the abandon of a UUIDv7 key', async () => {
    const first = await guest('/generations', { 'idempotency-key': key })
    expect(await guest('/generations', { 'idempotency-key': `"${key}"` })).toBe(first)
    expect(await guest(`/generations/${key}`)).toBe(first)
    expect(await guest(`/generations/${key}/abandon`)).toBe(first)
    expect(first).not.toContain(key)
  })

  it('is the key’s guest in the path, whatever key a header names', async () => {
    const other = mintKey(Date.UTC(2026, 5, 1))
    expect(await guest(`/generations/${key}`, { 'idempotency-key': other })).toBe(await guest(`/generations/${key}`))
  })

  it.each([
    ['another route', '/capabilities', { 'idempotency-key': key }],
    ['a task', '/tasks/limn1.a.b', { 'idempotency-key': key }],
    ['a key that can be guessed', '/generations', { 'idempotency-key': 'k1' }],
    ['a UUIDv4', '/generations', { 'idempotency-key': '3f2b8c1e-5a4d-4c7b-9e1f-0a2b3c4d5e6f' }],
    ['no key', '/generations', {}],
    ['a path that is none', `/generations/${key}/other`, {}],
  ])('is a new one each time with %s', async (_, path, headers: Record<string, string>) => {
    expect(await guest(path, headers)).not.toBe(await guest(path, headers))
  })

  it('of another proxy’s secret is another one', async () => {
    const elsewhere = createKeyring(['another secret of more than thirty-two bytes'])
    const request = new Request(`https://app.example${MOUNT}/generations/${key}`)
    expect((await welcomeGuest(request, elsewhere, MOUNT)).id).not.toBe(await guest(`/generations/${key}`))
  })
})
