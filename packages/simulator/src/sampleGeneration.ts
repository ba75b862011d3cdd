import {
  LimnError,
  mintKey,
  sizeFacts,
  STATUSES,
  toGeneration,
  toRequest,
  type GeneratedImage,
  type Generation,
  type GenerationFacts,
  type GenerationRequest,
  type Status,
} from '@limn/core'

/** What a sample may say about itself; the rest is made up. */
export type SampleFacts = Partial<Pick<Generation, 'key' | 'slot' | 'images' | 'createdAt' | 'stale' | 'detached'>> & {
  readonly request?: Partial<GenerationRequest>
}

/** A generation in any state, for stories and for tests of your own components. Its pictures are inline, no server needed. */
export function sampleGeneration<S extends Status>(status: S, facts: SampleFacts = {}): Generation & { status: S } {
  const { key = mintKey(Date.now()), createdAt = Date.now() - 8000, stale = false, detached = false } = facts
  const request = toRequest({ prompt: 'A fox in snow', ...facts.request })
  const inner: Pick<GenerationFacts, 'phase' | 'task' | 'error'> =
    status === 'queued' || status === 'submitting'
      ? { phase: status }
      : status === 'uncertain'
        ? { phase: 'uncertain', error: new LimnError('outcome_unknown', 'The answer was lost on the way.') }
        : {
            phase: 'accepted',
            task: {
              id: `sample-${key}`,
              status,
              created: Math.floor(createdAt / 1000),
              model: 'gpt-image-2-text-to-image',
              credits: request.n * 10,
              data: [],
              ...(status === 'failed' && { error: new LimnError('generation_failed', 'The provider gave up.') }),
            },
          }
  const generation = toGeneration({
    key,
    slot: facts.slot,
    request,
    createdAt,
    settledAt: STATUSES[status].settled ? createdAt + 6000 : undefined,
    flags: { stale, detached },
    ...inner,
  })
  const images =
    facts.images ?? (status === 'succeeded' ? Array.from({ length: request.n }, (_, i) => sampleImage(request, i)) : [])
  return { ...generation, images } as Generation & { status: S }
}

function sampleImage({ size }: GenerationRequest, index: number): GeneratedImage {
  const { width = 1024, height = 1024 } = sizeFacts(size)
  const hue = (210 + index * 67) % 360
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 100 100" preserveAspectRatio="none">` +
    `<defs><linearGradient id="a" x2="0" y2="1"><stop stop-color="hsl(${hue} 45% 68%)"/><stop offset="1" stop-color="hsl(${hue + 40} 60% 88%)"/></linearGradient></defs>` +
    `<path fill="url(#a)" d="M0 0h100v100H0z"/><path fill="hsl(${hue} 30% 48%)" opacity=".7" d="M0 70Q25 48 50 66T100 58V100H0z"/><path fill="hsl(${hue} 35% 26%)" d="M0 86Q30 68 60 84T100 80V100H0z"/></svg>`
  return { index, url: `data:image/svg+xml,${encodeURIComponent(svg)}`, archived: false, expired: false, width, height }
}
