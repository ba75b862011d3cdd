import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, it } from 'vitest'
import type { TaskBody } from './testing/upstream.ts'

const CLI = fileURLToPath(new URL('./cli.ts', import.meta.url))
const children: ChildProcessWithoutNullStreams[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

function run(...args: string[]) {
  const child = spawn(process.execPath, ['--conditions=@limn/source', CLI, ...args])
  children.push(child)
  return child
}

async function start(...args: string[]) {
  const child = run('--port', '0', ...args)
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const url = /^limn simulator listening on (http:\/\/127\.0\.0\.1:\d+\/api\/v1)$/.exec(line)?.[1]
  if (!url) throw new Error(`The first line was: ${line}`)
  const headers = { authorization: 'Bearer sk-test', 'content-type': 'application/json' }
  return {
    child,
    origin: new URL(url).origin,
    create: (body: unknown, signal: AbortSignal | null = null) =>
      fetch(`${url}/images/generations`, { method: 'POST', headers, body: JSON.stringify(body), signal }),
    poll: (id: string) => fetch(`${url}/images/tasks/${id}`, { headers }),
  }
}

async function refusal(...args: string[]) {
  const child = run(...args)
  let text = ''
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number]
  return { code, text }
}

it('serves, logs a line each and obeys its faults', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'limn-simulator-'))
  const [log, faults] = [join(folder, 'log.jsonl'), join(folder, 'faults.json')]
  await writeFile(faults, JSON.stringify([{ on: 'create', prompt: 'cut', do: { cut: 'after' } }]))
  const { child, origin, create, poll } = await start(
    '--api-key',
    'sk-test',
    '--seed',
    '3',
    '--duration',
    '0',
    '--balance',
    '30',
    '--log',
    log,
    '--faults',
    faults,
  )
  const body = { prompt: 'a cup', quality: 'low', extra: [1] }
  const { id } = (await (await create(body)).json()) as TaskBody
  const task = (await (await poll(id)).json()) as TaskBody
  expect(task).toMatchObject({ status: 'succeeded', data: [{ url: `${origin}/files/${id}/0.png` }] })
  await expect(create({ prompt: 'cut' })).rejects.toThrow('fetch failed')
  expect((await create({ prompt: 'a cup', n: 2 })).status).toBe(402)

  const lines = (await readFile(log, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)
  expect(lines).toEqual([
    { event: 'create', id, at: expect.any(Number) as number, credits: 10, request: body },
    { event: 'poll', id, at: expect.any(Number) as number, status: 'succeeded' },
    expect.objectContaining({ event: 'create', request: { prompt: 'cut' } }),
  ])
  expect(await (await fetch(`${origin}/_simulator/log`)).json()).toEqual(lines)
  expect((await fetch(`${origin}/_simulator/reset`, { method: 'POST' })).status).toBe(204)
  expect((await create({ prompt: 'cut' })).status).toBe(200)

  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
})

it.each(['SIGTERM', 'SIGINT'] as const)(
  'stops at once on %s, whatever it waits for',
  async (signal) => {
    const { child, create } = await start()
    const silent = createServer()
    silent.listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const asked = once(silent, 'request')
    const { port } = silent.address() as AddressInfo
    await create({ prompt: 'a cup', image_urls: [`http://127.0.0.1:${port}/never.png`] })
    await asked
    child.kill(signal)
    expect(await once(child, 'exit')).toEqual([0, null])
    silent.closeAllConnections()
    silent.close()
  },
  10_000,
)

it('says nothing when the caller hangs up during a delay', async () => {
  const { child, origin, create, poll } = await start()
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const faults = [{ on: 'create', do: { delay: 600_000 } }]
  await fetch(`${origin}/_simulator/faults`, { method: 'PUT', body: JSON.stringify(faults) })
  const caller = new AbortController()
  const answer = create({ prompt: 'a cup' }, caller.signal)
  const log = async () => (await fetch(`${origin}/_simulator/log`)).json()
  await expect.poll(log).toHaveLength(1)
  caller.abort()
  await expect(answer).rejects.toThrow('aborted')
  expect((await poll('none')).status).toBe(404)
  child.kill('SIGTERM')
  await once(child, 'close')
  expect(said).toBe('')
})

it('holds its rate', async () => {
  const { create } = await start('--rate', '2', '--duration', '100-200')
  const answers = await Promise.all(Array.from({ length: 6 }, () => create({ prompt: 'x' })))
  const refused = answers.filter(({ status }) => status === 429)
  expect(refused.length).toBeGreaterThanOrEqual(2)
  expect(refused[0]?.headers.get('retry-after')).toBe('1')
})

it.each([
  [['--nope'], /--nope/],
  [['--duration', '9-1'], /--duration must be ms/],
  [['--port', 'x'], /--port must be a whole number/],
  [['--rate', '0'], /--rate/],
  [['--faults', '/nowhere/faults.json'], /faults\.json/],
])('refuses %j with a reason', async (args, reason) => {
  const { code, text } = await refusal(...args)
  expect(code).toBe(2)
  expect(text).toMatch(reason)
  expect(text).not.toContain('    at ')
})
