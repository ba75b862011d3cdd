import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient, mintKey, toRequest, type Client, type Task } from '@limn/core'
import { createSimulator } from '@limn/simulator'
import { serveSimulator } from '@limn/simulator/node'
import { describe, expect, it, onTestFinished } from 'vitest'
import { root } from '../../rules/sources.ts'
import { hasPython, start, startPython } from './startPython.ts'

const API_KEY = 'sk-use8-CANARY-0123456789'
const CLI = ['--conditions=@limn/source', join(root, 'packages/server/src/cli.ts')]
const SECRETS = { GPT_IMAGE_2_API_KEY: API_KEY, LIMN_SECRET: 'a secret of more than thirty-two bytes' }
/** As a page of the app asks, in a browser. */
const page = (cookie: string) => ({ cookie, 'sec-fetch-site': 'same-origin' })
const ADA = page('session=of-ada')
const BOB = page('session=of-bob')
const fox = toRequest({ prompt: 'a fox in snow' })
const newKey = () => mintKey(Date.now())

async function startUpstream() {
  const simulator = createSimulator({ apiKey: API_KEY, duration: 50 })
  const { url, close } = await serveSimulator(simulator)
  onTestFinished(close)
  return { simulator, url }
}

const finished = async (client: Client, task: Task): Promise<Task> => {
  let now = task
  const status = async () => (now = await client.getTask(task.id)).status
  await expect.poll(status, { interval: 200, timeout: 10_000 }).toBe('succeeded')
  return now
}

/** How limn-check ends, and the faults it finds. */
async function check(url: string) {
  const args = ['check', url, '--header', `Cookie: ${ADA.cookie}`, '--other-header', `Cookie: ${BOB.cookie}`]
  const child = spawn(process.execPath, [...CLI, ...args], { env: { PATH: process.env['PATH'], ...SECRETS } })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)))
  const [code] = (await once(child, 'close')) as [number]
  return { code, faults: said.match(/^ *fault .*$/gm) ?? [] }
}

describe.runIf(hasPython)('use 8: a backend in another language as a plain proxy', () => {
  async function setup() {
    const { simulator, url } = await startUpstream()
    const { url: own } = await startPython('plain.py', { UPSTREAM: url, GPT_IMAGE_2_API_KEY: API_KEY })
    const endpoint = `${own}/api/images`
    return { simulator, endpoint, client: createClient({ endpoint, headers: ADA }) }
  }

  it('is known as plain, and brings pictures for one charge', async () => {
    const { simulator, client } = await setup()
    expect(await client.getCapabilities()).toMatchObject({ source: 'plain', ledger: 'none' })
    const task = await finished(client, await client.createTask(fox, { key: newKey() }))
    const picture = await fetch(task.data[0]!.url!)
    expect(picture.headers.get('content-type')).toBe('image/png')
    expect(simulator.creates).toMatchObject([{ credits: 10, request: { prompt: 'a fox in snow' } }])
  })

  it('lets nobody in who is not signed in, and passes refusals on', async () => {
    const { simulator, client, endpoint } = await setup()
    await expect(
      createClient({ endpoint, capabilities: 'plain', headers: page('') }).createTask(fox, { key: newKey() }),
    ).rejects.toMatchObject({
      code: 'unauthenticated',
      message: 'Sign in.',
    })
    simulator.balance = 0
    await expect(client.createTask(fox, { key: newKey() })).rejects.toMatchObject({ code: 'insufficient_credits' })
    expect(simulator.creates).toHaveLength(0)
  })

  it('has no fault that limn-check knows', async () => {
    const { endpoint } = await setup()
    expect(await check(endpoint)).toEqual({ code: 0, faults: [] })
  })
})

describe.runIf(hasPython)('use 8: the sidecar, which asks that backend who calls', () => {
  async function setup() {
    const { simulator, url } = await startUpstream()
    const folder = mkdtempSync(join(tmpdir(), 'limn-use-8-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const ledger = ['--ledger', `sqlite:${join(folder, 'ledger.db')}`]
    const app = await startPython('app.py')
    await start(process.execPath, [...CLI, 'migrate', ...ledger], SECRETS)
    const flags = [
      '--port',
      '0',
      '--path',
      '/api/images',
      '--upstream',
      url,
      '--authorize-url',
      `${app.url}/limn/authorize`,
    ]
    const { url: endpoint, said } = await start(process.execPath, [...CLI, 'serve', ...flags, ...ledger], SECRETS)
    const as = (headers: Record<string, string>) => createClient({ endpoint, headers })
    return { simulator, app, endpoint, said, as, ada: as(ADA), bob: as(BOB) }
  }

  it('knows the app’s users, and offers each what the app allows', async () => {
    const { ada, bob, as } = await setup()
    expect(await ada.getCapabilities()).toMatchObject({
      source: 'proxy',
      ledger: 'durable',
      sizes: ['1024x1024', '1536x1024'],
      n: { max: 2 },
      budget: { cap: 30, held: 0, spent: 0 },
    })
    const other = await bob.getCapabilities()
    expect([other.n.max, other.budget]).toEqual([10, undefined])
    await expect(as({}).getCapabilities()).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(as(page('session=stolen')).getCapabilities()).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  it('charges once a key, holds the cap, and keeps each one’s pictures to that one', async () => {
    const { simulator, endpoint, ada, bob } = await setup()
    const key = newKey()
    const square = toRequest({ prompt: 'a fox in snow', size: '1024x1024', n: 2 })
    const [task, again] = [await ada.createTask(square, { key }), await ada.createTask(square, { key })]
    expect(again.id).toBe(task.id)
    expect((await finished(ada, task)).data).toHaveLength(2)
    await expect(bob.getTask(task.id)).rejects.toMatchObject({ code: 'task_not_found' })
    await expect(ada.createTask(square, { key: newKey() })).rejects.toMatchObject({ code: 'budget_exceeded' })
    const wide = toRequest({ prompt: 'a fox', size: '3824x2160' })
    await expect(ada.createTask(wide, { key: newKey() })).rejects.toMatchObject({
      code: 'invalid_request',
      param: 'size',
    })
    expect(simulator.creates).toMatchObject([{ credits: 20 }])
    const budget = await fetch(`${endpoint}/budget`, { headers: ADA })
    expect(await budget.json()).toMatchObject({ cap: 30, held: 0, spent: 20, remaining: 10 })
  })

  it('opens to nobody while the app is away', async () => {
    const { simulator, app, ada, said } = await setup()
    await ada.getCapabilities()
    await app.end()
    await expect(ada.createTask(fox, { key: newKey() })).rejects.toMatchObject({
      code: 'upstream_unavailable',
      status: 503,
    })
    expect(simulator.creates).toHaveLength(0)
    await expect.poll(() => said.join('\n')).toContain('--authorize-url gave no answer')
    expect(said.join('\n')).not.toContain('CANARY')
  })

  it('has no fault that limn-check knows', async () => {
    const { endpoint } = await setup()
    expect(await check(endpoint)).toEqual({ code: 0, faults: [] })
  })
})
