import { describe, expect, it } from 'vitest'
import { createHandles } from './handle.ts'
import { createKeyring } from './keyring.ts'

const DAY = 24 * 3_600_000
const NOW = Date.UTC(2026, 5, 1)
const OLD = 'the secret of last year, 32 bytes!!'
const NEW = 'the secret of this year, 32 bytes!!'
const handlesOf = (secrets: readonly string[], mount = '/api/images') =>
  createHandles({ keyring: createKeyring(secrets), mount, ttl: 30 * DAY })
const facts = { taskId: '8f6d9f87-1b3f', principal: 'u1', key: 'k', at: NOW }

describe('handles', () => {
  it('open for their principal, at their mount, and are the same each time', async () => {
    const handles = handlesOf([NEW])
    const handle = await handles.seal(facts)
    expect(handle).toBe(await handles.seal(facts))
    expect(handle).toMatch(/^limn1\.[\w-]+\.[\w-]{43}$/)
    expect(await handles.open(handle, 'u1', NOW)).toMatchObject({ taskId: facts.taskId, at: NOW })
    expect(await handles.open(handle, 'u2', NOW)).toBeUndefined()
    expect(await handlesOf([NEW], '/other').open(handle, 'u1', NOW)).toBeUndefined()
  })

  it('F05 outlive a rotation while the old secret is listed', async () => {
    const handle = await handlesOf([OLD]).seal(facts)
    expect(await handlesOf([NEW, OLD]).open(handle, 'u1', NOW)).toMatchObject({ taskId: facts.taskId })
    expect(await handlesOf([NEW, OLD]).open(handle, 'u2', NOW)).toBeUndefined()
    expect(await handlesOf([NEW]).open(handle, 'u1', NOW)).toBeUndefined()
  })

  it('F05 live 30 days, and not before they were made', async () => {
    const handles = handlesOf([NEW])
    const handle = await handles.seal(facts)
    expect(await handles.open(handle, 'u1', NOW + 30 * DAY)).toBeDefined()
    expect(await handles.open(handle, 'u1', NOW + 30 * DAY + 1)).toBeUndefined()
    expect(await handles.open(handle, 'u1', NOW - DAY)).toBeUndefined()
  })

  it('F05 F06 open in exactly one spelling', async () => {
    const handles = handlesOf([NEW])
    const handle = await handles.seal(facts)
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const mutants = Array.from(handle, (char, index) =>
      Array.from(`${alphabet}.=% `, (other) => handle.slice(0, index) + other + handle.slice(index + 1)).filter(
        (mutant) => mutant[index] !== char,
      ),
    ).flat()
    const [version, payload, signature] = handle.split('.')
    const variants = [
      '',
      '.',
      '..',
      `${handle}=`,
      `${handle}.`,
      ` ${handle}`,
      `${version}.${payload}`,
      `${version}.${signature}.${payload}`,
    ]
    const wrong = [
      ...mutants,
      ...variants,
      `limn2.${payload}.${signature}`,
      `${version}..${signature}`,
      'a'.repeat(2000),
    ]
    expect(wrong.length).toBeGreaterThan(5000)
    const opened = await Promise.all(wrong.map((mutant) => handles.open(mutant, 'u1', NOW)))
    expect(opened.filter((found) => found !== undefined)).toEqual([])
  })
})
