import { toGeneration, toRequest, type Generation, type GenerationFacts } from '@limn/core'
import { describe, expect, it } from 'vitest'
import { ANY, createMatcher, type Wanted } from './createMatcher.ts'

const of = (prompt: string, facts: Partial<GenerationFacts> = {}): Generation =>
  toGeneration({ key: prompt, request: toRequest({ prompt }), phase: 'canceled', createdAt: 1, ...facts })
const found = (prompts: readonly (string | Generation)[], wanted: Partial<Wanted>, lang = 'en') => {
  const generations = prompts.map((prompt) => (typeof prompt === 'string' ? of(prompt) : prompt))
  return createMatcher({ ...ANY, ...wanted }, lang)?.(generations).map(({ key }) => key)
}

describe('words', () => {
  it.each([
    ['case', 'FOX snow', 'A fox in Snow'],
    ['order, and parts of words', 'now fo', 'a fox in snow'],
    ['width', 'ｆｏｘ', 'a fox'],
    ['ways of writing one letter', 'cafe\u0301', 'a café'],
    ['ligatures', 'office', 'an oﬃce'],
    ['ß and ss', 'STRASSE', 'Straße bei Nacht'],
    ['both sigmas', 'οδοσ', 'Ὁδός οδος'],
    ['Chinese', '狐狸', '雪中的狐狸'],
    ['Chinese, two words with a wide space', '雪\u3000狐', '雪中的狐狸'],
    ['marks around', '  fox  ', 'a fox'],
    ['what a pattern would mean', '.* [x] \\', 'a .* [x] \\ b'],
  ])('are found whatever their %s', (_name, query, prompt) => {
    expect(found(['a hen', prompt], { query })).toEqual([prompt])
  })

  it('must all be there', () => {
    expect(found(['a fox in snow', 'a fox', 'snow'], { query: 'fox snow' })).toEqual(['a fox in snow'])
  })

  it('are told apart as the language does: an i without a dot', () => {
    expect(found(['IŞIK', 'işik'], { query: 'ışık' }, 'tr')).toEqual(['IŞIK'])
    expect(found(['IŞIK', 'işik'], { query: 'İŞİK' }, 'tr')).toEqual(['işik'])
  })
})

describe('what became of it', () => {
  const live = of('live', { phase: 'queued' })
  const lost = of('lost', { phase: 'uncertain' })
  const task = { id: 't', status: 'succeeded', created: 1, model: 'm', data: [{ url: 'https://a.example/1' }] } as const
  const done = of('done', { phase: 'accepted', task, favourite: true })
  const all = [live, lost, done]

  it('narrows', () => {
    expect(found(all, { kind: 'live' })).toEqual(['live'])
    expect(found(all, { kind: 'done' })).toEqual(['done'])
    expect(found(all, { kind: 'trouble' })).toEqual(['lost'])
    expect(found(all, { favourites: true })).toEqual(['done'])
    expect(found(all, { favourites: true, query: 'lost' })).toEqual([])
  })

  it('is nobody’s business where nothing is asked for: the list stays the same', () => {
    expect(createMatcher(ANY, 'en')).toBeUndefined()
    expect(createMatcher({ ...ANY, query: ' \u3000 ' }, 'en')).toBeUndefined()
  })
})
