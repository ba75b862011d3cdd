import { LimnError, type ErrorCode, type ErrorDetails, type Generation, type Status } from '@limn/core'
import { sampleGeneration, type SampleFacts } from '@limn/simulator'

const prompt = 'A greenhouse at dusk, every pane a different season'
const sample = (status: Status, { request, ...facts }: SampleFacts = {}): Generation =>
  sampleGeneration(status, { ...facts, request: { prompt, size: '1536x1024', ...request } })

const failed = (code: ErrorCode, details: ErrorDetails = {}): Generation =>
  ({ ...sample('failed'), error: new LimnError(code, code, details) }) as Generation

/** Turned away before it was accepted: there is no task, and nothing was taken. */
function refused(code: ErrorCode, details: ErrorDetails = {}): Generation {
  const { taskId: _, credits: __, ...rest } = failed(code, { ...details, charged: 'no' })
  return rest as Generation
}

/** Four pictures, of which `keep` says what is left. */
function four(keep: (images: Generation['images']) => Generation['images']): Generation {
  const generation = sample('succeeded', { request: { n: 4 } })
  return { ...generation, images: keep(generation.images) }
}

const expire = (from: number) => (images: Generation['images']) =>
  images.map((image) => ({ ...image, expired: image.index >= from }))

const reference = 'https://example.com/fox.png'

/** One generation for each thing that can be said of one: plain data, pictures inline. */
export const samples = {
  queued: sample('queued', { request: { n: 2 } }),
  submitting: sample('submitting', { request: { n: 2 } }),
  pending: sample('pending', { request: { n: 2 } }),
  processing: sample('processing', { request: { n: 4 }, createdAt: Date.now() - 83_000 }),
  succeeded: sample('succeeded', { request: { n: 3 } }),
  single: sample('succeeded', { request: { size: '1024x1536' } }),
  wide: sample('succeeded', { request: { size: '3824x2160', quality: 'high', n: 2 } }),
  many: sample('succeeded', { request: { n: 10, size: '1024x1024' } }),
  partial: four((images) => images.slice(0, 3)),
  expired: four(expire(0)),
  someExpired: four(expire(2)),
  failed: failed('generation_failed', { upstream: { message: 'The provider gave up after 3 attempts.' } }),
  moderated: failed('content_policy', {
    upstream: { code: 'content_policy', message: 'Refused by the safety system.' },
  }),
  refused: refused('upstream_refused', {
    param: 'prompt',
    upstream: { code: 'words_declined', message: 'The prompt names a person who asked not to be drawn.' },
    requestId: 'req_0d9f6f0c2c1b4a',
  }),
  outOfCredits: refused('insufficient_credits'),
  rateLimited: refused('rate_limited', { retryAfter: 10_000 }),
  canceled: sample('canceled'),
  uncertain: sample('uncertain'),
  confirming: { ...sample('uncertain'), confirming: true },
  needsAuth: { ...sample('processing'), needsAuth: true },
  stale: sample('processing', { stale: true }),
  detached: sample('processing', { detached: true }),
  fromReferences: sample('succeeded', { request: { prompt: '', image_urls: [reference, `${reference}?2`] } }),
  longText: sample('failed', {
    request: { prompt: `${'A long sentence about a heron. '.repeat(40)}${'unbroken'.repeat(60)}` },
  }),
  chinese: sample('succeeded', { request: { prompt: '折纸般的墨色风暴里，一座纸灯塔，远处有三只鹭', n: 2 } }),
  arabic: sample('succeeded', { request: { prompt: 'ثعلب في الثلج، ضوء الفجر، عدسة طويلة' } }),
} as const satisfies Readonly<Record<string, Generation>>
