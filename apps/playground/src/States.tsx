import { LimnError, toGeneration, toRequest, type GenerationFacts, type Task } from '@limn/core'
import { GenerationImages, GenerationStatus } from '@limn/ui'
import PICTURE from './ridges.svg?no-inline'

/** Everything a generation can say, on one page: open the playground with `?states`. */
export function States() {
  return (
    <div className="states">
      {Object.entries(STATES).map(([name, facts]) => {
        const generation = toGeneration({ ...BASE, key: name, ...facts })
        return (
          <figure key={name}>
            <figcaption>{name}</figcaption>
            <GenerationImages generation={generation} />
            <GenerationStatus generation={generation} />
          </figure>
        )
      })}
    </div>
  )
}

const AN_HOUR = 3_600_000
const START = Date.now() - 24_000
const request = toRequest({ prompt: 'Seven ridges, mist in the valleys, a few birds', size: '1024x1024', n: 2 })
const BASE = { request, createdAt: START, phase: 'accepted' } as const

const task = (status: Task['status'], pictures: number, error?: LimnError): Task => ({
  id: 'a-task',
  status,
  created: START / 1000,
  model: request.model,
  credits: 20,
  data: Array.from({ length: pictures }, () => ({ url: PICTURE })),
  ...(error && { error }),
})

const STATES: Readonly<Record<string, Partial<GenerationFacts>>> = {
  queued: { phase: 'queued' },
  submitting: { phase: 'submitting' },
  pending: { task: task('pending', 0) },
  processing: { task: task('processing', 0) },
  succeeded: { task: task('succeeded', 2), settledAt: START + 38_000 },
  'succeeded, fewer': { task: task('succeeded', 1), settledAt: START + 38_000 },
  expired: { task: task('succeeded', 2), settledAt: START - AN_HOUR, expired: [0, 1] },
  uncertain: { phase: 'uncertain' },
  failed: {
    task: task(
      'failed',
      0,
      new LimnError('generation_failed', undefined, { upstream: { message: 'upstream error (8f6d9f87)' } }),
    ),
    settledAt: START,
  },
  'failed, declined': { task: task('failed', 0, new LimnError('content_policy')), settledAt: START },
  refused: { phase: 'refused', error: new LimnError('rate_limited'), settledAt: START },
  canceled: { phase: 'canceled', settledAt: START },
  'flag: detached': { task: task('processing', 0), flags: { detached: true } },
  'flag: stale': { task: task('processing', 0), flags: { stale: true } },
  'flag: confirming': { phase: 'submitting', flags: { confirming: true } },
  'flag: needsAuth': { task: task('processing', 0), flags: { needsAuth: true } },
}
