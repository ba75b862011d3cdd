import { LimnError } from '@limn/core'
import * as z from 'zod'
import type { Fault } from './Fault.ts'

const answer = z.strictObject({
  status: z.int().min(200).max(599).optional(),
  body: z.unknown().optional(),
  headers: z.record(z.string(), z.string()).refine(isHeaders, 'is not a set of HTTP headers').optional(),
  raw: z.string().optional(),
  delay: z.number().min(0).max(600_000).optional(),
  execute: z.boolean().optional(),
})

const effects = {
  cut: z.strictObject({ cut: z.enum(['before', 'after']) }),
  outcome: z.strictObject({
    outcome: z.enum(['succeeded', 'failed', 'canceled']),
    error: z.strictObject({ code: z.string(), message: z.string() }).optional(),
  }),
  queue: z.strictObject({ queue: z.number().min(0).max(600_000) }),
  deliver: z.strictObject({ deliver: z.int().min(0).max(100) }),
  data: z.strictObject({ data: z.array(z.unknown()) }),
}

const frame = z.strictObject({
  on: z.enum(['create', 'task', 'image']),
  prompt: z.union([z.string().refine(isPattern, 'is not a regular expression'), z.instanceof(RegExp)]).optional(),
  nth: z.int().min(1).optional(),
  times: z.union([z.int().min(1), z.literal(Infinity)]).optional(),
  probability: z.number().min(0).max(1).optional(),
  do: z.looseObject({}),
})

/**
 * A list of faults from anywhere, checked whole.
 * @throws LimnError `invalid_request`, naming the fault (from 1) and the field that is wrong.
 */
export function readFaults(value: unknown): readonly Fault[] {
  if (!Array.isArray(value)) throw new LimnError('invalid_request', 'Faults must be a list: [{ "on": …, "do": … }].')
  return value.map((fault: unknown, index) => {
    const { on, do: effect, ...rest } = parse(frame, fault, index, [])
    const kind = (Object.keys(effects) as (keyof typeof effects)[]).find((name) => Object.hasOwn(effect, name))
    const checked = parse<object>(kind ? effects[kind] : answer, effect, index, ['do'])
    if (Object.keys(checked).length === 0) throw broken(index, ['do'], 'says nothing: give a status, a delay, a cut …')
    if (on === 'image' && kind !== undefined && kind !== 'cut')
      throw broken(index, ['do', kind], 'concerns a task: use it on "create" or "task"')
    const ofCreates = ['execute', 'queue'].find((name) => Object.hasOwn(checked, name))
    if (on !== 'create' && ofCreates !== undefined) throw broken(index, ['do', ofCreates], 'concerns a create only')
    return { ...rest, on, do: checked } as Fault
  })
}

function parse<T>(schema: z.ZodType<T>, value: unknown, index: number, at: readonly string[]): T {
  const { data, error } = schema.safeParse(value)
  if (data !== undefined) return data
  const issue = error!.issues[0]!
  throw broken(index, [...at, ...issue.path.map(String)], issue.message)
}

const broken = (index: number, path: readonly string[], reason: string) =>
  new LimnError('invalid_request', `Fault ${index + 1}${path.length > 0 ? `, ${path.join('.')}` : ''}: ${reason}.`)

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp
  } catch {
    return false
  }
}

function isHeaders(headers: Record<string, string>): boolean {
  try {
    return new Headers(headers) instanceof Headers
  } catch {
    return false
  }
}
