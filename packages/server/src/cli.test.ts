import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { failedCli as failed, runCli as run } from './test/runCli.ts'
import { json, startUpstream, taskBody } from './test/upstreamServer.ts'

let upstream: Awaited<ReturnType<typeof startUpstream>>
beforeAll(async () => {
  upstream = await startUpstream((_, response) => json(response, 200, taskBody('t')))
})
afterAll(() => upstream.close())

const whole = () => ['--port', '0', '--upstream', upstream.url, '--ledger', 'memory', '--principal-header', 'X-User']

describe('the command line', () => {
  it('serves on loopback, says where in its first line, and ends cleanly on SIGTERM', async () => {
    const { child, said } = run([...whole(), '--cap', '10'])
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
    expect(line).toMatch(/^limn proxy listening on http:\/\/127\.0\.0\.1:\d+\/api\/images$/)
    expect(said.err).toContain('Use it only behind a gateway')
    const endpoint = line.replace('limn proxy listening on ', '')
    expect((await fetch(`${endpoint}/capabilities`)).status).toBe(401)
    const headers = { 'content-type': 'application/json', 'x-user': 'u1' }
    const create = (key: string) =>
      fetch(`${endpoint}/generations`, {
        method: 'POST',
        headers: { ...headers, 'idempotency-key': key },
        body: '{"prompt":"a"}',
      })

    let release = () => {}
    upstream.script = (_, response) => void (release = () => json(response, 200, taskBody('t')))
    const slow = create('a')
    await expect.poll(() => upstream.received.length).toBe(1)
    child.kill('SIGTERM')
    release()
    expect((await slow).status).toBe(200)
    expect(await once(child, 'close')).toEqual([0, null])
    expect(said.out + said.err).not.toMatch(/CANARY|thirty-two/)
  })

  it('--cap holds for each principal', async () => {
    upstream.script = (_, response) => json(response, 200, taskBody('t'))
    const { child } = run([...whole(), '--cap', '10', '--path', '/pictures'])
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
    const create = async (user: string, key: string) => {
      const headers = { 'content-type': 'application/json', 'x-user': user, 'idempotency-key': key }
      return (await fetch(`${line.split(' ').at(-1)}/generations`, { method: 'POST', headers, body: '{"prompt":"a"}' }))
        .status
    }
    expect([await create('u1', 'a'), await create('u1', 'b'), await create('u2', 'a')]).toEqual([200, 402, 200])
  })

  it('keeps pictures and takes uploads in folders', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'limn-cli-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'teal' } })
      .png()
      .toBuffer()
    upstream.script = ({ method, url }, response) => {
      if (url.endsWith('.png')) return response.writeHead(200, { 'content-type': 'image/png' }).end(png)
      const data = [{ url: `${upstream.url}/1.png` }]
      return json(response, 200, taskBody('t', method === 'GET' ? { status: 'succeeded', data } : {}))
    }
    const folders = ['--archive', join(folder, 'a'), '--references', join(folder, 'r'), '--public-url', upstream.url]
    const { child } = run([...whole(), ...folders, '--polls-per-second', '2'])
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
    const endpoint = line.split(' ').at(-1)!
    const headers = { 'x-user': 'u1', 'idempotency-key': 'a' }
    const post = (path: string, type: string, body: BodyInit) =>
      fetch(endpoint + path, { method: 'POST', headers: { ...headers, 'content-type': type }, body })
    const { id } = (await (await post('/generations', 'application/json', '{"prompt":"a"}')).json()) as { id: string }
    await expect
      .poll(async () => (await fetch(`${endpoint}/tasks/${id}`, { headers })).json(), { timeout: 15_000 })
      .toMatchObject({ status: 'succeeded', archived: true })
    const upload = (await (await post('/references', 'image/png', new Uint8Array(png))).json()) as { url: string }
    expect(upload.url.startsWith(`${upstream.url}/references/`)).toBe(true)
    expect(readdirSync(join(folder, 'a'), { recursive: true }).some((name) => String(name).endsWith('0'))).toBe(true)
    expect(readdirSync(join(folder, 'r'), { recursive: true }).length).toBeGreaterThan(0)
    expect((await failed([...whole(), '--archive', folder, '--references', folder])).err).toContain('go together')
    expect((await failed([...whole(), '--polls-per-second', '0'])).err).toContain('above 0')
  })

  it('explains itself', async () => {
    expect(await failed(['--help'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('--principal-header') as string,
    })
  })

  it.each<[string, string[], Record<string, string>, RegExp]>([
    ['an unknown flag', ['--nope'], {}, /--nope/],
    ['a proxy count that is none', ['--trust-proxy', 'yes', '--principal-header', 'x'], {}, /--trust-proxy/],
    ['an app over plain http', ['--ledger', 'memory', '--authorize-url', 'http://app.example/'], {}, /--authorize-url/],
    [
      'two who say who asks',
      ['--ledger', 'memory', '--authorize-url', 'http://127.0.0.1/', '--principal-header', 'x'],
      {},
      /exclude each other/,
    ],
    ['a port that is none', ['--port', 'x'], {}, /--port/],
    ['no ledger choice in production', ['--principal-header', 'x'], {}, /--ledger/],
    ['nobody to ask', ['--ledger', 'memory'], {}, /--principal-header/],
    [
      'a cap that could not hold',
      ['--ledger', 'none', '--cap', '5', '--principal-header', 'x'],
      {},
      /--cap needs a ledger/,
    ],
    [
      'no secret in production',
      ['--ledger', 'memory', '--principal-header', 'x'],
      { LIMN_SECRET: '' },
      /--dangerously-ephemeral-secret/,
    ],
    ['no key', ['--ledger', 'memory', '--principal-header', 'x'], { GPT_IMAGE_2_API_KEY: '' }, /GPT_IMAGE_2_API_KEY/],
    [
      'F16 http to elsewhere',
      ['--ledger', 'memory', '--principal-header', 'x', '--upstream', 'http://api.example'],
      {},
      /https/,
    ],
    [
      'a ledger it does not know, without repeating what may be a password',
      ['--ledger', 'mysql://u:CANARY@db/x', '--principal-header', 'x'],
      {},
      /sqlite:FILE, postgres:/,
    ],
    [
      'a window without a cap',
      ['--ledger', 'memory', '--cap-window', 'day', '--principal-header', 'x'],
      {},
      /--cap-all/,
    ],
    [
      'a window that is none',
      ['--ledger', 'memory', '--cap', '5', '--cap-window', 'week', '--principal-header', 'x'],
      {},
      /day, month or total/,
    ],
    ['a command it does not know', ['resolve'], {}, /migrate/],
    ['to migrate what is not kept', ['migrate', '--ledger', 'memory'], {}, /sqlite:FILE/],
    ['to migrate a folder', ['migrate', '--ledger', 'sqlite:/'], {}, /could not be made/],
    [
      'an origin that is none',
      ['--ledger', 'memory', '--principal-header', 'x', '--origin', 'app.example'],
      {},
      /origin/,
    ],
  ])('F01 refuses %s', async (_, args, variables, message) => {
    const { code, err, out } = await failed(['--port', '0', ...args].slice(args[0] === '--port' ? 2 : 0), variables)
    expect([code, out]).toEqual([1, ''])
    expect(err).toMatch(message)
    expect(err).not.toMatch(/CANARY|    at /)
  })
})
