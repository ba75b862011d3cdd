import { describe, expect, it } from 'vitest'
import { LimnError } from './errors.ts'
import { FRESH_WATCH, settle, type Look, type Watch } from './settle.ts'
import { readTask } from './task.ts'

const task = (status: string, data: unknown[] = []): Look => ({ task: readTask({ id: 't', status, data, created: 1 }) })
const missing: Look = { error: new LimnError('task_not_found', 'no', { status: 404 }) }
const picture = { url: 'https://cdn.example/a.png' }
const after = (looks: Look[], age = 60_000, watch: Watch = FRESH_WATCH) =>
  looks.reduce((told, look) => settle(told.watch, look, age), { watch, verdict: 'known' as string } as ReturnType<
    typeof settle
  >)

describe('settle', () => {
  it('shows a success only once a picture is there, and gives up after three more looks', () => {
    const empty = task('succeeded', [{ url: 'javascript:alert(1)' }])
    expect(after([empty]).watch.task?.status).toBe('processing')
    expect(after([empty, empty, empty]).watch.task?.status).toBe('processing')
    const told = after([empty, empty, empty, empty]).watch.task
    expect([told?.status, told?.error?.code]).toEqual(['failed', 'no_output'])
    expect(after([empty, empty, task('succeeded', [picture])]).watch.task?.status).toBe('succeeded')
  })

  it('never leaves a settled status, nor goes backwards', () => {
    const done = after([task('succeeded', [picture])])
    for (const look of [task('pending'), task('failed'), missing])
      expect(after([look], 60_000, done.watch).watch.task?.status).toBe('succeeded')
    expect(after([task('processing'), task('pending')]).watch.task?.status).toBe('processing')
    expect(after([task('queued2')]).watch.task?.status).toBe('processing')
  })

  it('takes a 404 for lag in the first 30 s, then needs three in a row', () => {
    const pending = after([task('pending')])
    expect(after([missing, missing, missing, missing], 29_999, pending.watch)).toMatchObject({
      verdict: 'known',
      watch: { task: { status: 'pending' } },
    })
    expect(after([missing, missing], 30_000, pending.watch).verdict).toBe('unread')
    expect(after([missing, missing, missing], 30_000, pending.watch).verdict).toBe('gone')
    expect(after([missing, missing, task('pending'), missing], 30_000, pending.watch).verdict).toBe('unread')
  })

  it('learns nothing from garbage: a 404 that is not an API error does not count', () => {
    const html: Look = { error: new LimnError('invalid_response', 'x', { status: 404 }) }
    const down: Look = { error: new LimnError('network') }
    expect(after([html, html, html, html, down], 60_000).verdict).toBe('unread')
  })
})
