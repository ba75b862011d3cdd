import { describe, expect, it } from 'vitest'
import { LimnError } from './errors.ts'
import { toGeneration, type GenerationFacts } from './generation.ts'
import { toRequest } from './request.ts'
import { STATUSES } from './status.ts'
import { readTask } from './task.ts'

const facts = (more: Partial<GenerationFacts>): GenerationFacts => ({
  key: 'k',
  request: toRequest({ prompt: 'a', size: '1536x1024', n: 3 }),
  phase: 'submitting',
  createdAt: 1,
  ...more,
})
const done = readTask({
  id: 't',
  status: 'succeeded',
  credits: 30,
  data: [{ url: 'https://a.example/0' }, { url: null }, { url: 'https://a.example/2' }],
})

describe('toGeneration', () => {
  it('shows the pictures that came, each in its place, at the pixels asked', () => {
    const { images, ...generation } = toGeneration(facts({ phase: 'accepted', task: done, expired: [2] }))
    expect(generation).toMatchObject({ status: 'succeeded', taskId: 't', credits: 30, settled: true, live: false })
    expect(images).toEqual([
      { index: 0, url: 'https://a.example/0', archived: false, expired: false, width: 1536, height: 1024 },
      { index: 2, url: 'https://a.example/2', archived: false, expired: true, width: 1536, height: 1024 },
    ])
  })
  it('always has an error to show where one is due, and none where none is', () => {
    const refused = toGeneration(
      facts({ phase: 'refused', error: new LimnError('insufficient_credits', 'No credits.') }),
    )
    expect(refused).toMatchObject({ status: 'failed', error: { code: 'insufficient_credits', charged: 'no' } })
    expect('taskId' in refused).toBe(false)
    const declined = toGeneration(facts({ phase: 'refused', error: new LimnError('content_policy', 'No.') }))
    expect(declined.error?.charged).toBe('no')
    expect(toGeneration(facts({ phase: 'uncertain' })).error?.code).toBe('outcome_unknown')
    expect(toGeneration(facts({ phase: 'accepted', task: readTask({ id: 't', status: 'failed' }) })).error?.code).toBe(
      'generation_failed',
    )
    expect('error' in toGeneration(facts({ phase: 'submitting', error: new LimnError('network') }))).toBe(false)
  })
  it('says of every status whether it is settled and whether it goes on', () => {
    expect(
      Object.entries(STATUSES)
        .filter(([, { settled, live }]) => settled === live)
        .map(([word]) => word),
    ).toEqual(['uncertain'])
  })
})
