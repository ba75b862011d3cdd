import { describe, expect, it } from 'vitest'
import { codeOf, proxyUnderTest } from '../test/proxyUnderTest.ts'
import type { Limits } from '../policy/limits.ts'
import { taskBody } from '../test/upstreamServer.ts'

/** What upstream is sent for a request under these limits. */
async function sentFor(limits: Limits, request: object) {
  const sent: Record<string, unknown>[] = []
  const tools = proxyUnderTest({
    limits,
    fetch: async (asked) => {
      sent.push((await asked.json()) as Record<string, unknown>)
      return Response.json(taskBody('t'))
    },
  })
  const key = tools.key()
  const answer = await tools.create(key, request)
  return { ...tools, key, answer, sent }
}
const NARROW: Limits = {
  sizes: ['1024x1024', '1536x1024'],
  formats: ['webp'],
  qualities: ['low'],
  models: ['gpt-image-2-text-to-image'],
}

describe('what a request leaves open', () => {
  it('is the first that this caller may have, where upstream’s own choice is not theirs', async () => {
    const { sent } = await sentFor(NARROW, { prompt: 'a fox' })
    expect(sent).toMatchObject([
      { size: '1024x1024', output_format: 'webp', quality: 'low', model: 'gpt-image-2-text-to-image' },
    ])
  })

  it('stays open where they may have it', async () => {
    const { sent } = await sentFor({ sizes: ['auto', '1024x1024'], n: 1 }, { prompt: 'a fox' })
    expect(Object.keys(sent[0]!).toSorted()).toEqual(['model', 'n', 'prompt', 'response_format', 'user'])
  })

  it('is not chosen against what was said, and the same request is the same one', async () => {
    const { sent, create, key } = await sentFor(NARROW, { prompt: 'a fox', size: '1536x1024' })
    expect(sent).toMatchObject([{ size: '1536x1024' }])
    expect((await create(key, { prompt: 'a fox', size: '1536x1024' })).headers.get('idempotent-replayed')).toBe('true')
    expect(sent).toHaveLength(1)
  })

  it('is refused where they may have none', async () => {
    const { answer, sent } = await sentFor({ qualities: [] }, { prompt: 'a fox' })
    expect([await codeOf(answer), sent]).toEqual(['invalid_request', []])
  })
})
