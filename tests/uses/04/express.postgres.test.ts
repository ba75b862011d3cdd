import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createClient, mintKey, toRequest, type Task } from '@limn/core'
import { createSimulator } from '@limn/simulator'
import { serveSimulator } from '@limn/simulator/node'
import { Client as Postgres } from 'pg'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, inject, it, onTestFinished } from 'vitest'
import { freePort } from '../../database/postgres.ts'
import { root } from '../../rules/sources.ts'
import { startServer } from '../startServer.ts'
import { S3_CREDENTIALS, startS3 } from './startS3.ts'

const API_KEY = 'sk-use4-CANARY-0123456789'
const NODE = ['--conditions=@limn/source']

const dot = (background: string) =>
  sharp({ create: { width: 8, height: 8, channels: 3, background } })
    .png()
    .toBuffer()
const picture = Uint8Array.from(await dot('teal'))
/** The reference pictures that the service fetched, by prompt. */
const fetched = new Map<string, readonly Uint8Array[]>()
const simulator = createSimulator({
  apiKey: API_KEY,
  duration: 300,
  paint: async ({ prompt }, _index, _seed, references) => {
    fetched.set(prompt, references)
    return { bytes: picture, type: 'image/png' }
  },
})

let upstream: Awaited<ReturnType<typeof serveSimulator>>
let s3: Awaited<ReturnType<typeof startS3>>
let env: Record<string, string | undefined>
beforeAll(async () => {
  ;[upstream, s3] = await Promise.all([serveSimulator(simulator), startS3()])
  const database = new URL(inject('postgres'))
  const owner = new Postgres({ connectionString: database.href })
  await owner.connect()
  await owner.query('create database use_04')
  await owner.end()
  const port = String(await freePort())
  env = {
    PATH: process.env['PATH'],
    PGHOST: database.hostname,
    PGPORT: database.port,
    PGUSER: database.username,
    PGPASSWORD: database.password,
    PGDATABASE: 'use_04',
    PORT: port,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    S3_ENDPOINT: s3.endpoint,
    ...S3_CREDENTIALS,
    UPSTREAM_URL: upstream.url,
    GPT_IMAGE_2_API_KEY: API_KEY,
    LIMN_SECRET: 'a secret of more than thirty-two bytes',
    SESSION_SECRET: 'of the sessions',
  }
  const cli = join(root, 'packages/server/src/cli.ts')
  database.pathname = 'use_04'
  await promisify(execFile)(process.execPath, [...NODE, cli, 'migrate', '--ledger', database.href], { env })
})
afterAll(() => Promise.all([upstream.close(), s3.close()]))

async function startApp() {
  const app = await startServer(process.execPath, [...NODE, join(import.meta.dirname, 'server.ts')], { env })
  onTestFinished(async () => void (await app.stop()))
  const endpoint = `${app.url}/api/images`

  /** Someone signed in by the app's own session, as their browser asks. */
  async function signIn(name: string) {
    const body = JSON.stringify({ name })
    const answer = await fetch(`${app.url}/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    const headers = { cookie: answer.headers.get('set-cookie')!.split(';')[0]!, 'sec-fetch-site': 'same-origin' }
    const client = createClient({ endpoint, headers })
    return {
      ...client,
      headers,
      create: (request: Parameters<typeof toRequest>[0]) =>
        client.createTask(toRequest(request), { key: mintKey(Date.now()) }),
      fetch: (url: string) => fetch(new URL(url, app.url), { headers }),
      async succeeded(task: Task): Promise<Task> {
        let now = task
        const status = async () => (now = await client.getTask(task.id)).status
        await expect.poll(status, { interval: 100, timeout: 20_000 }).toBe('succeeded')
        return now
      },
    }
  }
  return { ...app, endpoint, signIn }
}

const keys = async () => (await s3.bucket.getKeys('pictures')).toSorted()
const bytesOf = async (answer: Response) => new Uint8Array(await answer.arrayBuffer())

it('a picture is on S3 before its task succeeded, and goes to its owner only', async () => {
  const { signIn, endpoint } = await startApp()
  const [ada, bob] = [await signIn('ada'), await signIn('bob')]
  const release = s3.hold()
  onTestFinished(release)
  const task = await ada.create({ prompt: 'a fox in snow' })
  // Nobody asks for it: the watcher sees its end, and brings the picture.
  await expect.poll(s3.waiting, { timeout: 20_000 }).toBe(1)
  expect(['pending', 'processing']).toContain((await ada.getTask(task.id)).status)
  expect(await keys()).toEqual([])
  release()
  const done = await ada.succeeded(task)
  const [key] = await keys()
  expect(done).toMatchObject({ archived: true, data: [{ url: expect.stringContaining(endpoint) as string }] })
  expect(Buffer.from((await s3.bucket.getItemRaw<ArrayBuffer>(key!))!)).toEqual(Buffer.from(picture))
  expect(key).not.toMatch(/ada/)

  // Upstream's own URLs run out.
  simulator.use({ on: 'image', prompt: 'a fox in snow', do: { status: 404 } })
  const { url } = done.data[0]!
  const own = await ada.fetch(url!)
  expect([own.status, own.headers.get('content-type'), await bytesOf(own)]).toEqual([200, 'image/png', picture])
  expect((await bob.fetch(url!)).status).toBe(404)
  expect((await fetch(new URL(url!.split('?')[0]!, endpoint))).status).toBe(401)
  expect((await bob.listTasks()).tasks).toEqual([])
  await expect(bob.getTask(task.id)).rejects.toMatchObject({ code: 'task_not_found' })
  await expect(createClient({ endpoint }).listTasks()).rejects.toMatchObject({ code: 'unauthenticated' })
})

it('the service fetches an upload from the app’s public URL, and all of it is there after a restart', async () => {
  const first = await startApp()
  const ada = await first.signIn('ada')
  const upload = await fetch(`${first.endpoint}/references`, {
    method: 'POST',
    headers: { ...ada.headers, 'content-type': 'image/png' },
    body: new Uint8Array(await dot('crimson')),
  })
  const reference = (await upload.json()) as { url: string; bytes: number }
  expect([upload.status, reference.url.startsWith(`${first.endpoint}/references/`)]).toEqual([200, true])
  const prompt = 'the same in the evening'
  const done = await ada.succeeded(await ada.create({ prompt, image_urls: [reference.url] }))
  const mine = await bytesOf(await fetch(reference.url))
  expect(mine.byteLength).toBe(reference.bytes)
  expect(fetched.get(prompt)?.map((bytes) => Buffer.from(bytes))).toEqual([Buffer.from(mine)])

  // Told to end in the middle of a create, it answers first.
  simulator.use({ on: 'create', times: 1, do: { delay: 700 } })
  const before = simulator.creates.length
  const late = ada.create({ prompt: 'a lamp' })
  await expect.poll(() => simulator.creates.length).toBe(before + 1)
  const stopped = first.stop()
  const { id } = await late
  expect(await stopped).toBe(0)
  await expect(fetch(first.url)).rejects.toThrow('fetch failed')

  const again = await (await startApp()).signIn('ada')
  // Nobody asks for the one that was under way: it has come to its end all the same.
  await expect.poll(async () => (await keys()).length, { timeout: 20_000 }).toBe(simulator.creates.length)
  const { tasks } = await again.listTasks()
  expect(tasks.map((task) => task.request?.prompt)).toEqual(['a lamp', prompt, 'a fox in snow'])
  expect(tasks.map((task) => task.id)).toContain(id)
  expect(await bytesOf(await again.fetch(done.data[0]!.url!))).toEqual(picture)
  expect((await fetch(reference.url)).status).toBe(200)
  await again.succeeded(await again.create({ prompt: 'once more', image_urls: [reference.url] }))
})
