import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { failedCli, servingCli } from './runCli.ts'
import { json, startUpstream, taskBody } from './upstreamServer.ts'

/** The command line on a ledger that is kept. `make` names an empty one, as --ledger does. */
export function testDurableCli(name: string, make: () => string | Promise<string>): void {
  let upstream: Awaited<ReturnType<typeof startUpstream>>
  beforeAll(async () => {
    upstream = await startUpstream((_, response) => json(response, 200, taskBody(crypto.randomUUID())))
  })
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
  })
}
