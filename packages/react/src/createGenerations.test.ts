import { LimnError, toRequest } from '@limn/core'
import { describe, expect, it } from 'vitest'
import { createGenerations } from './createGenerations.ts'
import { createJournal } from './journal/createJournal.ts'
import { memoryMedium } from './journal/memoryMedium.ts'
import { NO_FLAGS, RECORD_VERSION, type JournalRecord } from './journal/record.ts'

const record = (key: string, facts: Partial<JournalRecord> = {}): JournalRecord => ({
  version: RECORD_VERSION,
  key,
  request: toRequest({ prompt: 'a fox' }),
  phase: 'canceled',
  flags: NO_FLAGS,
  createdAt: 1,
  place: 1,
  settledAt: 2,
  empty: 0,
  missing: 0,
  ...facts,
})

async function open(entries: readonly unknown[] = []) {
  const medium = memoryMedium()
  for (const [index, entry] of entries.entries()) await medium.update('n', `${index}`, () => entry)
  const journal = createJournal(async () => medium)
  await journal.open('n')
  return { journal, generations: createGenerations(journal) }
}
const plain = (value: object): unknown => JSON.parse(JSON.stringify(value))
const keys = (list: readonly { readonly key: string }[]) => list.map(({ key }) => key)

describe('generations', () => {
  it('shows one whose heir was lost, and hides one whose heir is there or was dismissed', async () => {
    const { generations } = await open([
      plain(record('orphan', { replacedBy: 'lost' })),
      plain(record('old', { replacedBy: 'new' })),
      plain(record('new')),
      plain(record('done', { replacedBy: 'dismissed' })),
      { version: RECORD_VERSION, key: 'dismissed', dismissedAt: 5 },
    ])
    expect(keys(generations.list())).toEqual(['orphan', 'new'])
    expect(generations.lead('orphan')).toBe('orphan')
    expect(generations.find('old')?.key).toBe('new')
  })

  it('a promise of one that was removed resolves as it was last seen', async () => {
    const { journal, generations } = await open()
    await journal.begin(record('k', { phase: 'submitting', settledAt: undefined }))
    const outcome = generations.outcome('k')
    await journal.clear()
    expect(await outcome).toMatchObject({ key: 'k', status: 'submitting' })
  })

  it('a promise is kept while it is over, and made anew once the generation lives again', async () => {
    const error = new LimnError('outcome_unknown')
    const { journal, generations } = await open()
    await journal.begin(record('k', { phase: 'uncertain', settledAt: undefined, error }))
    const first = generations.outcome('k')
    expect((await first).status).toBe('uncertain')
    expect(generations.outcome('k')).toBe(first)
    await journal.dispatch('k', { type: 'confirm' })
    const second = generations.outcome('k')
    expect(second).not.toBe(first)
    expect(generations.outcome('k')).toBe(second)
    await journal.dispatch('k', { type: 'refuse', at: 9, error })
    expect((await second).status).toBe('failed')
  })
})
