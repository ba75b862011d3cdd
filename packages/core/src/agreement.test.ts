import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEFAULT_CAPABILITIES } from './capabilities.ts'
import { FORMATS, MODELS, PARAMS, QUALITIES, SIZES } from './catalog.ts'
import { toErrorBody } from './errorBody.ts'
import { LimnError } from './errors.ts'
import { checkRequest } from './checkRequest.ts'
import { toRequest } from './request.ts'
import { readRequest, requestSchema, requestSchemaFor, taskSchema, type WireTask } from './schema.ts'
import { TASK_STATUSES } from './status.ts'
import { readTask, type Task } from './task.ts'

const RUNS = 100_000
const url = fc.oneof(
  fc.constantFrom('https://cdn.example/a.png', 'http://a.example/b?c=d#e', '/api/images/tasks/h/images/0?s=x'),
  fc.webUrl({ withQueryParameters: true }),
)

const errorBody = fc.record({
  message: fc.string({ minLength: 1, maxLength: 400 }),
  type: fc.string(),
  param: fc.constant(null),
  code: fc.option(fc.constantFrom('content_policy', 'no_output', 'generation_failed', 'whatever'), { nil: null }),
})

const asked = fc.record(
  {
    model: fc.constantFrom(...MODELS),
    prompt: fc.string(),
    image_urls: fc.array(fc.webUrl(), { minLength: 1, maxLength: 3 }),
    n: fc.integer({ min: 1, max: 10 }),
    size: fc.constantFrom(...Object.keys(SIZES)),
    quality: fc.constantFrom(...QUALITIES),
    output_format: fc.constantFrom(...FORMATS),
    response_format: fc.constant('url' as const),
  },
  { requiredKeys: ['model', 'n'] },
)

const payload = fc
  .record(
    {
      id: fc.string({ minLength: 1, maxLength: 60 }),
      object: fc.constant('image.generation'),
      created: fc.integer({ min: 0, max: 4_000_000_000 }),
      model: fc.string({ maxLength: 60 }).filter((text) => text.isWellFormed()),
      status: fc.constantFrom(...TASK_STATUSES),
      credits: fc.integer({ min: 0, max: 100_000 }),
      data: fc.array(fc.record({ url: fc.option(url, { nil: null }) }), { maxLength: 10 }),
      error: errorBody,
      key: fc.string(),
      slot: fc.string(),
      archived: fc.boolean(),
      request: asked,
    },
    { requiredKeys: ['id', 'created', 'model', 'status', 'data'] },
  )
  .filter((body) => taskSchema.safeParse(body).success)

/** A task as the schema says it, in the words of the reader. */
const expected = ({ object: _object, error, request, ...wire }: WireTask): Omit<Task, 'error'> & { error?: string } =>
  ({
    ...wire,
    ...(request && { request: toRequest(request) }),
    ...(wire.status === 'failed' && { error: error?.message ?? 'The service gave up and did not say why.' }),
  }) as never

describe('the tolerant reader and the strict schema', () => {
  it(`agree on ${RUNS} valid tasks`, () => {
    fc.assert(
      fc.property(payload, (body) => {
        const { error, ...task } = readTask(body, { proxied: true })
        expect({ ...task, ...(error && { error: error.message }) }).toEqual(expected(taskSchema.parse(body)))
      }),
      { numRuns: RUNS },
    )
  }, 240_000)
})

const mostly = (valid: readonly unknown[], wrong: readonly unknown[] = []) =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom<unknown>(...valid) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<unknown>('', 'x', 0, 11, 1.5, -0, null, true, {}, Number.NaN, 'AUTO ', ...wrong),
    },
  )
const prompts = mostly(
  ['a fox', 'a fox in snow', '狐', 'x'.repeat(8000)],
  [' ', '\u200b', 'a\u0000b', '\ud800', '👩‍👩‍👧'.repeat(1601), undefined],
)
const references = mostly(
  [undefined, [], ['https://a.example/x.png'], ['https://a.example/x.png', 'http://b.example']],
  [
    ['https://a.example/x.png', 'https://a.example/x.png'],
    ['javascript:alert(1)'],
    ['https://user:pw@a.example'],
    [[]],
    ['data:text/html,x'],
    Array.from({ length: 17 }, (_, index) => `https://a.example/${index}`),
    [`https://a.example/${'x'.repeat(2048)}`],
  ],
)
const anyRequest = fc.record({
  model: mostly([undefined, ...MODELS]),
  prompt: prompts,
  image_urls: references,
  n: mostly([undefined, 1, 10, 3]),
  size: mostly([undefined, ...Object.keys(SIZES)]),
  quality: mostly([undefined, ...QUALITIES]),
  output_format: mostly([undefined, ...FORMATS]),
})
const narrow = {
  ...DEFAULT_CAPABILITIES,
  sizes: ['1024x1024'],
  formats: ['webp'] as const,
  n: { max: 2 },
  maxPrompt: 10,
}
const narrowSchema = requestSchemaFor(narrow)

describe('checkRequest and the request schema', () => {
  it(`agree, param included, on ${RUNS} requests, valid and not`, () => {
    const seen = { valid: 0, invalid: 0 }
    fc.assert(
      fc.property(anyRequest, fc.boolean(), (request, cut) => {
        const broken = checkRequest(request as never, cut ? narrow : undefined).map(({ param }) => param)
        const { error } = (cut ? narrowSchema : requestSchema).safeParse(request)
        const params = [...new Set(error?.issues.map(({ path }) => path[0]))]
        expect(params.toSorted(byField)).toEqual(broken)
        seen[broken.length === 0 ? 'valid' : 'invalid'] += 1
      }),
      { numRuns: RUNS },
    )
    expect(Math.min(seen.valid, seen.invalid)).toBeGreaterThan(RUNS / 10)
  }, 240_000)

  it('name the code and the field that the wire would name', () => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        const [first] = checkRequest(request as never)
        const body = JSON.parse(
          JSON.stringify({ ...request, ...(isEmptyList(request.image_urls) && { image_urls: undefined }) }),
        )
        fc.pre(!JSON.stringify(request).includes('null'))
        expect(wireFault(body)).toEqual(first && { code: first.code, param: first.param })
      }),
      { numRuns: 5000 },
    )
  })
})

const byField = (a: unknown, b: unknown) => PARAMS.indexOf(a as never) - PARAMS.indexOf(b as never)
const isEmptyList = (value: unknown) => Array.isArray(value) && value.length === 0

function wireFault(body: unknown) {
  try {
    readRequest(body)
    return undefined
  } catch (error) {
    if (!(error instanceof LimnError)) throw error
    const { code, param } = toErrorBody(error).error
    return { code, param }
  }
}
