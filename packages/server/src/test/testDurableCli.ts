import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { failedCli, servingCli } from './runCli.ts'
import { json, startUpstream, taskBody, type Script } from './upstreamServer.ts'

/** The command line on a ledger that is kept. `make` names an empty one, as --ledger does. */
export function testDurableCli(name: string, make: () => string | Promise<string>): void {
  let upstream: Awaited<ReturnType<typeof startUpstream>>
  beforeAll(async () => {
    upstream = await startUpstream(() => {})
  })
  const aTask: Script = (_, response) => json(response, 200, taskBody(crypto.randomUUID()))
  beforeEach(() => void (upstream.script = aTask))
  afterAll(() => upstream.close())

  describe(`the command line on ${name}`, () => {
    it('wants its tables made first, by migrate, any number of times', async () => {
      const ledger = await make()
      const flags = ['--port', '0', '--principal-header', 'X-User', '--ledger', ledger]
      const refused = await failedCli(flags)
      expect(refused).toMatchObject({ code: 1, out: '' })
      expect(refused.err).toContain('limn-proxy migrate')
      const migrated = { code: 0, out: 'The ledger has its tables.\n' }
      expect(await failedCli(['migrate', '--ledger', ledger])).toMatchObject(migrated)
      expect(await failedCli(['migrate', '--ledger', ledger])).toMatchObject(migrated)
    })

    it('keeps keys and caps over a SIGKILL, and counts both caps', async () => {
      const ledger = await make()
      await failedCli(['migrate', '--ledger', ledger])
      const caps = ['--cap', '10', '--cap-all', '20', '--cap-window', 'day']
      const flags = ['--upstream', upstream.url, '--ledger', ledger, ...caps]
      const first = await servingCli(flags)
      const created = await first.create('u1', 'a')
      expect([created.status, created.headers.get('limn-ledger')]).toEqual([200, 'durable'])
      await first.kill()

      const second = await servingCli(flags)
      const again = await second.create('u1', 'a')
      expect(again.headers.get('idempotent-replayed')).toBe('true')
      expect(await again.json()).toMatchObject({ id: ((await created.json()) as { id: string }).id })
      expect((await second.create('u1', 'b')).status).toBe(402)
      expect((await second.create('u2', 'a')).status).toBe(200)
      const full = await second.create('u3', 'a')
      expect(await full.json()).toMatchObject({
        budget: { cap: 20, spent: 20, resets_at: expect.any(Number) as number },
      })
    })

    it('lists what is unclear and settles it by hand', async () => {
      const ledger = await make()
      await failedCli(['migrate', '--ledger', ledger])
      upstream.script = (_, response) => void response.destroy()
      const proxy = await servingCli(['--upstream', upstream.url, '--ledger', ledger, '--cap', '20'])
      await Promise.all([proxy.create('u1', 'a'), proxy.create('u1', 'b')])
      upstream.script = (_, response) => json(response, 200, taskBody('found'))
      const resolve = (...flags: string[]) => failedCli(['resolve', '--ledger', ledger, ...flags])

      const { out } = await resolve()
      expect(out).toMatch(/10 credits held {2}u1 {2}[ab] {2}a\n.*\n2 unclear\.\n$/)
      expect((await resolve('--principal', 'u1', '--key', 'a')).err).toContain('--accepted TASK_ID or --rejected')
      expect((await resolve('--principal', 'u1', '--key', 'a', '--rejected')).out).toContain('10 credits are free')
      expect((await resolve('--principal', 'u1', '--key', 'a', '--rejected')).err).toContain('it is rejected')
      expect((await resolve('--principal', 'u1', '--key', 'b', '--accepted', 'found')).out).toContain('accepted')
      expect((await resolve()).out).toBe('Nothing is unclear.\n')
      expect((await proxy.create('u1', 'a')).status).toBe(400)
      expect((await proxy.create('u1', 'b')).status).toBe(200)
      expect((await proxy.create('u1', 'c')).status).toBe(200)
      expect((await proxy.create('u1', 'd')).status).toBe(402)
    })

    it('looks after what runs when the one that started it is killed', async () => {
      const ledger = await make()
      await failedCli(['migrate', '--ledger', ledger])
      const looks: string[] = []
      upstream.script = ({ method, url }, response) => {
        if (method === 'GET') looks.push(url)
        json(response, 200, taskBody('t', { status: method === 'GET' ? 'processing' : 'pending' }))
      }
      const flags = ['--upstream', upstream.url, '--ledger', ledger]
      const first = await servingCli(flags)
      expect((await first.create('u1', 'a')).status).toBe(200)
      await first.kill()
      looks.length = 0
      const second = await servingCli(flags)
      await expect.poll(() => looks.length, { timeout: 25_000 }).toBeGreaterThan(0)
      await second.kill()
    }, 40_000)
  })
}
