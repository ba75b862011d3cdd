import { EventEmitter } from 'node:events'
import type { ServerResponse } from 'node:http'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arrivalOf } from '../arrival.ts'
import { toArrival } from './toArrival.ts'
import { toRequest, type Arrived } from './toRequest.ts'

const TASK = '/api/images/tasks/limn1.abc-_.def'

/** A read as node:http hands it over. */
const read = (url: string, host: string | undefined, more: readonly string[] = []) =>
  ({
    method: 'GET',
    url,
    headers: { host },
    rawHeaders: [...(host === undefined ? [] : ['Host', host]), ...more],
    socket: {},
  }) as unknown as Arrived

const outgoing = () => Object.assign(new EventEmitter(), { closed: false, writableFinished: false })
const arrive = (native: Arrived, out = outgoing()) => toArrival(native, out as unknown as ServerResponse)

/** All that the proxy reads of a request. */
function told(arrival: ReturnType<typeof arrive>, names: readonly string[]) {
  if (!arrival) return undefined
  const { method, path, search, url, headers } = arrival
  return { method, path, search, url: new URL(url).href, fields: names.map((name) => headers.get(name)) }
}

function asWeb(native: Arrived, names: readonly string[]) {
  const web = toRequest(native, new AbortController().signal)
  return told(web && arrivalOf(web), names)
}

const TARGETS = [
  TASK,
  `${TASK}?seen=pending`,
  `${TASK}?a=1?b=/&c='x'`,
  `${TASK}?`,
  `${TASK}??`,
  '/api/images/tasks??ids=a',
  '/api/images/tasks?ids=a,b&seen=pending,pending',
  '/api/images/../images/tasks/x',
  '/api/images/tasks/..',
  '/api/images/tasks/.',
  '/api/images/tasks/%2e%2e/x',
  '/api/images/tasks/%41',
  '/api/images/tasks/a%2Fb',
  '/api/images//tasks/x',
  '/api/images/tasks/x/',
  String.raw`/api/images\tasks\x`,
  '/api/images/tasks/<x>',
  '/api/images/tasks/ü',
  '/',
  '*',
  'http://other.example/api/images/tasks/x',
]
const HOSTS = [
  '127.0.0.1:3000',
  'App.Example',
  '[::1]:80',
  'a:99999',
  'u:p@a',
  'a/b',
  'a b',
  '1.2.3.999',
  '',
  undefined,
]

describe('a read on Node', () => {
  it.each(TARGETS)('for %s arrives as the web request would', (target) => {
    for (const host of HOSTS) expect(told(arrive(read(target, host)), [])).toEqual(asWeb(read(target, host), []))
  })

  it('has the header fields of the web request, whatever comes twice', () => {
    const name = fc.constantFrom('Origin', 'origin', 'Cookie', 'Prefer', 'Sec-Fetch-Site', 'X-Forwarded-For', 'Accept')
    const pair = fc.tuple(name, fc.stringMatching(/^[!-~]([ -~]*[!-~])?$/))
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 6 }), (pairs) => {
        const names = [...pairs.map(([one]) => one), 'cookie', 'authorization']
        const native = read(TASK, 'a', pairs.flat())
        expect(told(arrive(native), names)).toEqual(asWeb(native, names))
      }),
    )
  })

  it('gives the app’s code a real Request, with its headers', () => {
    const head = arrive(read(TASK, 'app.example', ['Cookie', 'a=1', 'Authorization', 'Bearer t']))!.head()
    expect(head).toBeInstanceOf(Request)
    expect(head.url).toBe(`http://app.example${TASK}`)
    expect(new Request(head).headers.get('authorization')).toBe('Bearer t')
  })

  it('gives it without the request line that HTTP/2 writes among the fields', () => {
    const pseudo = [':method', 'GET', ':path', TASK, ':scheme', 'https', 'Cookie', 'a=1', '__proto__', 'x']
    const native = read(TASK, undefined, pseudo)
    const web = toRequest(native, new AbortController().signal)!
    expect([...arrive(native)!.head().headers]).toEqual([...web.headers])
    expect([...web.headers]).toEqual([
      ['__proto__', 'x'],
      ['cookie', 'a=1'],
    ])
  })

  it('knows when its caller has left, also when asked late', () => {
    const out = outgoing()
    const { signal } = arrive(read(TASK, 'a'), out)!
    expect(signal.aborted).toBe(false)
    out.emit('close')
    expect(signal.aborted).toBe(true)
    expect(arrive(read(TASK, 'a'), Object.assign(outgoing(), { closed: true }))!.signal.aborted).toBe(true)
    const heard = Object.assign(outgoing(), { closed: true, writableFinished: true })
    expect(arrive(read(TASK, 'a'), heard)!.signal.aborted).toBe(false)
  })
})
