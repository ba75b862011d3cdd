import { LimnError, toGeneration, toRequest } from '@limn/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createJournal } from './createJournal.ts'
import { indexedDBMedium } from './indexedDBMedium.ts'
import type { Medium } from './Medium.ts'
import { memoryMedium } from './memoryMedium.ts'
import { NO_FLAGS, type JournalRecord } from './record.ts'
import { installIndexedDB } from '../test/storage.ts'

installIndexedDB()

const record = (key: string, facts: Partial<JournalRecord> = {}): JournalRecord => ({
  version: 1,
  key,
  request: toRequest({ prompt: 'a fox' }),
  phase: 'submitting',
  flags: NO_FLAGS,
  createdAt: 1,
  place: 1,
  empty: 0,
  missing: 0,
  ...facts,
})
const task = {
  id: 't',
  status: 'failed' as const,
  created: 1,
  model: 'm',
  data: [],
  error: new LimnError('content_policy', 'No.', { upstream: { code: 'x' } }),
}
const page = async (namespace: string, medium: () => Promise<Medium> = indexedDBMedium) => {
  const journal = createJournal(medium)
  const found = await journal.open(namespace)
  return { journal, found }
}

/** A medium whose next read after `stall` comes only once it is let go. */
function stallable() {
  const medium = memoryMedium()
  let stalled: Promise<void> | undefined
  const slowly = async <T>(found: Promise<T>) => {
    const until = stalled
    stalled = undefined
    const answer = await found
    await until
    return answer
  }
  return {
    medium: {
      ...medium,
      readAll: (name: string) => slowly(medium.readAll(name)),
      read: (name: string, key: string) => slowly(medium.read(name, key)),
    },
    stall() {
      const { promise, resolve } = Promise.withResolvers<void>()
      stalled = promise
      return resolve
    },
  }
}

/** A journal with one record, which it reads again until that is finished. */
async function inTheMiddleOf(way: 'refresh' | 'reread') {
  const { medium, stall } = stallable()
  const { journal } = await page('ada', async () => ({ ...medium }))
  await journal.begin(record('k'))
  const goOn = stall()
  const reading = journal[way]('k')
  await Promise.resolve()
  return {
    journal,
    async finish() {
      goOn()
      await reading
    },
  }
}

afterEach(() => void vi.restoreAllMocks())

describe('the journal', () => {
  it.each(['refresh', 'reread'] as const)('takes no %s that began before its last write for news', async (way) => {
    const { journal, finish } = await inTheMiddleOf(way)
    await journal.dispatch('k', { type: 'send', at: 5, plain: false })
    await finish()
    expect(journal.get('k')).toMatchObject({ phase: 'submitting', sentAt: 5 })
  })

  it('gives the next page what this one wrote, errors as errors', async () => {
    const { journal } = await page('written')
    await journal.begin(record('k'))
    await journal.dispatch('k', { type: 'accept', at: 5, task })
    const next = await page('written')
    expect(next.found).toEqual(['k'])
    const error = next.journal.get('k')?.task?.error
    expect(error).toBeInstanceOf(LimnError)
    expect(error).toMatchObject({ code: 'content_policy', message: 'No.', upstream: { code: 'x' } })
  })

  it.each(['refresh', 'reread'] as const)(
    'shows nothing of it to whoever comes after `clear`, though a %s was under way',
    async (way) => {
      const { journal, finish } = await inTheMiddleOf(way)
      await journal.clear()
      await journal.open('bob')
      await finish()
      expect([[...journal.records()], journal.has('k'), journal.state().ready]).toEqual([[], false, true])
    },
  )

  it('is not ready where `clear` came while it was read', async () => {
    const medium = memoryMedium()
    const read = Promise.withResolvers<readonly unknown[]>()
    const journal = createJournal(async () => ({ ...medium, readAll: () => read.promise }))
    const opening = journal.open('ada')
    await vi.waitFor(() => expect(journal.namespace()).toBe('ada'))
    await Promise.resolve()
    await journal.clear()
    read.resolve([record('k')])
    expect(await opening).toEqual([])
    expect([[...journal.records()], journal.state().ready]).toEqual([[], false])
  })

  it('says what it wrote, so that another tab may read it: what is new, what changed, what was dismissed', async () => {
    const written: string[] = []
    const journal = createJournal(indexedDBMedium, (key) => void written.push(key))
    await journal.open('told')
    const { journal: other } = await page('told')
    await journal.begin(record('k'))
    expect(written).toEqual(['k'])
    expect(await other.reread('k')).toBe(true)
    await journal.dispatch('k', { type: 'accept', at: 5, task })
    expect(await other.reread('k')).toBe(false)
    expect(other.get('k')?.task?.status).toBe('failed')
    await journal.dispatch('k', { type: 'dismiss', at: 6 })
    expect(written).toEqual(['k', 'k', 'k'])
    await other.reread('k')
    expect(other.get('k')).toMatchObject({ dismissedAt: 6 })
  })

  it('shows nothing of another namespace', async () => {
    const { journal } = await page('mine')
    await journal.begin(record('k'))
    expect((await page('yours')).found).toEqual([])
  })

  it('G12 sets corrupt and future records aside, and loads the rest', async () => {
    const medium = await indexedDBMedium()
    const bad = [
      null,
      7,
      'x',
      [],
      {},
      { version: 2, key: 'future' },
      { ...record('a'), phase: 'constructor' },
      { ...record('b'), flags: null },
      { ...record('c'), phase: 'accepted' },
    ]
    await Promise.all(bad.map((entry, index) => medium.update('odd', `bad ${index}`, () => entry)))
    await medium.update('odd', 'good', () => JSON.parse(JSON.stringify(record('good'))))
    const { found } = await page('odd')
    expect(found).toEqual(['good'])
    expect(await medium.readAll('odd')).toHaveLength(bad.length + 1)
  })

  const settled = { phase: 'accepted', settledAt: 2 } as const
  const picture = { id: 't', status: 'succeeded', created: 1, model: 'm', data: [{ url: '/api/images/i/1' }] }
  it.each([
    ['no entry', { ...settled, task: { ...picture, data: [null] } }],
    ['a script for a picture', { ...settled, task: { ...picture, data: [{ url: 'javascript:alert(1)' }] } }],
    ['no id', { ...settled, task: { ...picture, id: '' } }],
    ['expired: 5', { ...settled, task: picture, expired: 5 }],
    ['no flags', { flags: {} }],
    ['a size that is a number', { request: { ...toRequest({ prompt: 'x' }), size: 5 } }],
    ['a reference that is a number', { request: { ...toRequest({ prompt: 'x' }), image_urls: [5] } }],
    ['n that is a word', { request: { ...toRequest({ prompt: 'x' }), n: 'a' } }],
    ['a slot that is an object', { slot: {} }],
  ])('G12 sets aside what would break a page: %s', async (name, facts) => {
    const medium = await indexedDBMedium()
    const write = (key: string, entry: object) =>
      medium.update(name, key, () => JSON.parse(JSON.stringify({ ...record(key), ...entry })))
    await write('bad', facts)
    await write('good', { ...settled, task: picture })
    const { found, journal } = await page(name)
    expect(found).toEqual(['good'])
    expect(toGeneration(journal.get('good')!).images[0]?.url).toBe('/api/images/i/1')
  })

  it('G12 keeps one whose error cannot be read: the status explains itself', async () => {
    const medium = await indexedDBMedium()
    const error = { code: 5, message: 7, upstream: 'x' }
    await medium.update('garbled', 'k', () => JSON.parse(JSON.stringify({ ...record('k'), phase: 'uncertain', error })))
    const { journal } = await page('garbled')
    expect(toGeneration(journal.get('k')!)).toMatchObject({ status: 'uncertain', error: { code: 'outcome_unknown' } })
  })

  it('a dismissed one leaves its key and the time, and can be restored on this page', async () => {
    const { journal } = await page('gone')
    await journal.begin(record('k', { phase: 'refused', settledAt: 2, error: new LimnError('forbidden') }))
    await journal.dispatch('k', { type: 'dismiss', at: 9 })
    expect(await (await indexedDBMedium()).readAll('gone')).toEqual([{ version: 1, key: 'k', dismissedAt: 9 }])
    expect((await page('gone')).found).toEqual([])
    await journal.dispatch('k', { type: 'restore' })
    expect((await page('gone')).found).toEqual(['k'])
  })

  it('two tabs: a late writer never sets the newer one back, and learns of it', async () => {
    const { journal: first } = await page('tabs')
    await first.begin(record('k'))
    const { journal: second } = await page('tabs')
    await first.dispatch('k', {
      type: 'accept',
      at: 5,
      task: { ...task, status: 'succeeded', data: [{ url: 'https://a.example/x.png' }] },
    })
    await second.dispatch('k', { type: 'doubt', error: new LimnError('outcome_unknown') })
    expect(second.get('k')).toMatchObject({ phase: 'accepted', task: { status: 'succeeded' } })
  })

  it('two tabs: only one is told that it was first', async () => {
    const { journal: first } = await page('first')
    await first.begin(record('k', { phase: 'canceled', settledAt: 2 }))
    const { journal: second } = await page('first')
    const told = await Promise.all([first.dispatch('k', { type: 'tell' }), second.dispatch('k', { type: 'tell' })])
    expect(told.filter(Boolean)).toHaveLength(1)
  })

  it('never goes back to what is stored after a write that failed, and stores it whole with the next', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => {})
    const medium = memoryMedium()
    let full = false
    const { journal } = await page('behind', async () => ({
      ...medium,
      update: (...args) => (full ? Promise.reject(new DOMException('full')) : medium.update(...args)),
    }))
    await journal.begin(record('k'))
    full = true
    const running = { ...task, status: 'processing' as const }
    await journal.dispatch('k', { type: 'accept', at: 5, task: running })
    full = false
    await journal.refresh()
    await journal.reread('k')
    expect(journal.get('k')).toMatchObject({ phase: 'accepted', task: { status: 'processing' } })
    await journal.dispatch('k', { type: 'detach' })
    const stored = { phase: 'accepted', task: { status: 'processing' }, flags: { detached: true } }
    expect(journal.get('k')).toMatchObject(stored)
    expect(await medium.readAll('behind')).toMatchObject([stored])
  })

  it('clears at once where it was never opened, and writes what begins later where it is opened next', async () => {
    const medium = memoryMedium()
    const journal = createJournal(async () => medium)
    await journal.clear()
    await journal.open('ada')
    await journal.begin(record('a'))
    await journal.clear()
    const begun = journal.begin(record('b'))
    await journal.open('bob')
    await begun
    expect(await medium.readAll('ada')).toEqual([])
    expect(await medium.readAll('bob')).toMatchObject([{ key: 'b' }])
  })

  it('two tabs: what one dismissed only a restore brings back', async () => {
    const { journal: first } = await page('stub')
    await first.begin(record('k', { phase: 'canceled', settledAt: 2 }))
    const { journal: second } = await page('stub')
    await second.dispatch('k', { type: 'dismiss', at: 9 })
    await first.dispatch('k', { type: 'tell' })
    expect(first.get('k')?.dismissedAt).toBe(9)
    expect((await page('stub')).found).toEqual([])
    await first.dispatch('k', { type: 'restore' })
    expect((await page('stub')).found).toEqual(['k'])
  })

  it.each([
    ['blocked', () => Promise.reject(new Error('blocked'))],
    [
      'full',
      async () => ({
        ...memoryMedium(),
        durable: true,
        update: () => Promise.reject(new DOMException('full', 'QuotaExceededError')),
      }),
    ],
  ] as const)('G11 goes on in memory where storage is %s: one warning, and a flag', async (_name, medium) => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const { journal } = await page('none', medium)
    await journal.begin(record('k'))
    await journal.dispatch('k', { type: 'accept', at: 5, task })
    expect(journal.get('k')?.phase).toBe('accepted')
    expect(journal.state()).toEqual({ ready: true, durable: false })
    expect(warn).toHaveBeenCalledTimes(1)
  })
})
