import { describe, expect, it, onTestFinished } from 'vitest'
import type { Ledger } from '../ledger/ledger.ts'
import { codeOf, proxyUnderTest, realTime, testEnvironment } from './proxyUnderTest.ts'
import { json, startUpstream, taskBody, type Script } from './upstreamServer.ts'

/** A database that a test may also break. */
export interface Store {
  /** A ledger on it, on connections of its own. */
  open(): Ledger
  /** Runs a statement behind the ledger's back. */
  run(statement: string): Promise<unknown>
  /** A ledger on a database that is not there. */
  unreachable(): Ledger
}

/** A fresh task for each create, and any task that is asked for. */
const aTask: Script = ({ method, url }, response) =>
  json(response, 200, taskBody(method === 'POST' ? crypto.randomUUID() : url.slice(url.lastIndexOf('/') + 1)))

const WAIT = { timeout: 10_000 }

/** What a proxy on a durable ledger must hold to, whatever happens to its database. */
export function testDurableProxy(name: string, make: () => Store): void {
  async function setup() {
    const upstream = await startUpstream(aTask)
    onTestFinished(() => upstream.close())
    const creates = () => upstream.received.filter(({ method }) => method === 'POST').length
    return { store: make(), upstream, creates }
  }

  describe(`${name}: proxies`, () => {
    it('E01 two under a cap of 100 send exactly 10 of 200 concurrent creates', async () => {
      const { store, upstream, creates } = await setup()
      const limits = { cap: { credits: 100, per: 'total' as const } }
      const proxies = [0, 1].map(() =>
        proxyUnderTest({ upstream: upstream.url, ledger: store.open(), limits, rates: false }),
      )
      onTestFinished(async () => void (await Promise.all(proxies.map(({ proxy }) => proxy.close()))))
      const answers = await Promise.all(
        Array.from({ length: 200 }, (_, n) => proxies[n % 2]!.create(proxies[0]!.key())),
      )
      expect(creates()).toBe(10)
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(10)
      expect(answers.filter(({ status }) => status === 402)).toHaveLength(190)
      expect(answers.every(({ headers }) => headers.get('limn-ledger') === 'durable')).toBe(true)
    })

    it('a key sent to both is one create, and either tells of it', async () => {
      const { store, upstream, creates } = await setup()
      const [a, b] = [0, 1].map(() => proxyUnderTest({ upstream: upstream.url, ledger: store.open() })) as [
        ReturnType<typeof proxyUnderTest>,
        ReturnType<typeof proxyUnderTest>,
      ]
      onTestFinished(async () => void (await Promise.all([a.proxy.close(), b.proxy.close()])))
      const key = a.key()
      await Promise.all([a.create(key), b.create(key), a.create(key), b.create(key)])
      expect(creates()).toBe(1)
      const told = await Promise.all([a.recover(key), b.recover(key)])
      const [first, second] = (await Promise.all(told.map((answer) => answer.json()))) as [
        { id: string },
        { id: string },
      ]
      expect(first.id).toBe(second.id)
      expect((await b.task(first.id)).status).toBe(200)
    })

    it('tell a held poll within a second what the other has written', async () => {
      const { store, upstream } = await setup()
      let status = 'processing'
      upstream.script = ({ method, url }, response) => {
        if (method === 'POST') return json(response, 200, taskBody(crypto.randomUUID()))
        const id = url.slice(url.lastIndexOf('/') + 1)
        return json(response, 200, taskBody(id, { status }))
      }
      const open = () =>
        proxyUnderTest({ upstream: upstream.url, ledger: store.open(), watch: true, environment: realTime() })
      const [a, b] = [open(), open()]
      onTestFinished(async () => void (await Promise.all([a.proxy.close(), b.proxy.close()])))
      for (const { proxy, capabilities } of [a, b]) {
        await proxy.ready()
        const features = async () => ((await (await capabilities()).json()) as { features: string[] }).features
        await expect.poll(features).toContain('hold')
      }
      const { id } = (await (await a.create(a.key())).json()) as { id: string }
      await expect
        .poll(async () => ((await (await b.task(id)).json()) as { status: string }).status, WAIT)
        .toBe('processing')
      const held = b.task(`${id}?seen=processing`, { prefer: 'wait=20' })
      status = 'failed'
      const settledAt = new Promise<number>((resolve) => {
        const ask = () => (a.events.some(({ type }) => type === 'settled') ? resolve(Date.now()) : setTimeout(ask, 5))
        ask()
      })
      const answer = await held
      expect(answer.headers.get('preference-applied')).toBe('wait=20')
      expect(await answer.json()).toMatchObject({ status: 'failed' })
      expect(Date.now() - (await settledAt)).toBeLessThan(1500)
      expect(b.events.map(({ type }) => type)).toEqual([])
    })

    it('forget nothing too soon, whatever the clock of one of them says', async () => {
      const { store, upstream, creates } = await setup()
      const ended = { status: 'succeeded', data: [{ url: 'https://cdn.example/1.png' }] }
      upstream.script = (_, response) => json(response, 200, taskBody('t', ended))
      const open = (environment: ReturnType<typeof testEnvironment>) =>
        proxyUnderTest({ upstream: upstream.url, ledger: store.open(), environment })
      const [right, wrong] = [open(realTime()), open({ ...realTime(), now: () => Date.now() + 40 * 24 * 3_600_000 })]
      onTestFinished(async () => void (await Promise.all([right.proxy.close(), wrong.proxy.close()])))
      const key = right.key()
      await right.create(key)
      await wrong.proxy.sweep()
      expect((await right.create(key)).status).toBe(200)
      expect(creates()).toBe(1)
    })

    it('refuse a place in a list that no text can name, and blame no ledger for it', async () => {
      const { store, upstream } = await setup()
      const { ask, events, proxy } = proxyUnderTest({ upstream: upstream.url, ledger: store.open() })
      onTestFinished(() => proxy.close())
      const cursor = Buffer.from(JSON.stringify([1, 'a\0b'])).toString('base64url')
      for (const query of ['slot=%00', `cursor=${cursor}`])
        expect((await ask('GET', `/tasks?${query}`)).status).toBe(400)
      expect(events).toEqual([])
    })

    it('D05 a ledger lost after upstream’s yes: the answer has its handle, the operator hears once, the handle heals it', async () => {
      const { store, upstream } = await setup()
      const { create, events, key, recover, task, proxy } = proxyUnderTest({
        upstream: upstream.url,
        ledger: store.open(),
      })
      onTestFinished(() => proxy.close())
      upstream.script = (received, response) =>
        void store.run('alter table generations rename to away').then(() => aTask(received, response))
      const mine = key()
      const answer = await create(mine)
      expect([answer.status, answer.headers.get('limn-ledger')]).toEqual([200, 'degraded'])
      expect(events.filter(({ type }) => type === 'orphan')).toHaveLength(1)
      const { id } = (await answer.json()) as { id: string }
      upstream.script = aTask
      expect((await task(id)).status).toBe(200)

      await store.run('alter table away rename to generations')
      expect(await codeOf(await recover(mine))).toBe('idempotency_in_progress')
      expect((await task(id)).headers.get('limn-ledger')).toBe('durable')
      expect(await (await recover(mine)).json()).toMatchObject({ id, key: mine })
    })

    it('D06 a ledger that is not there: 503, and nothing is sent', async () => {
      const { store, upstream, creates } = await setup()
      const { create, key, proxy } = proxyUnderTest({ upstream: upstream.url, ledger: store.unreachable() })
      expect(await codeOf(await create(key()))).toBe('ledger_unavailable')
      await expect(proxy.ready()).rejects.toMatchObject({ code: 'ledger_unavailable' })
      expect(creates()).toBe(0)
    })

    it('D06 a ledger lost before the claim: 503, nothing is sent, and the same key may go when it is back', async () => {
      const { store, upstream, creates } = await setup()
      const { create, key, proxy } = proxyUnderTest({ upstream: upstream.url, ledger: store.open() })
      onTestFinished(() => proxy.close())
      await proxy.ready()
      const mine = key()
      await store.run('alter table generations rename to away')
      expect(await codeOf(await create(mine))).toBe('ledger_unavailable')
      expect(creates()).toBe(0)
      await store.run('alter table away rename to generations')
      expect((await create(mine)).status).toBe(200)
    })

    it('D09 tables of a newer limn: it refuses to start, says why, and sends nothing', async () => {
      const { store, upstream, creates } = await setup()
      await store.open().migrate()
      await store.run('update ledger set version = 999')
      const { create, key, proxy, events } = proxyUnderTest({ upstream: upstream.url, ledger: store.open() })
      await expect(proxy.ready()).rejects.toThrow(/version 999, made by a newer limn.*Update @limn\/server/)
      const answer = await create(key())
      expect(await codeOf(answer)).toBe('proxy_misconfigured')
      expect(await answer.text()).not.toContain('999')
      expect(events).toContainEqual(expect.objectContaining({ type: 'misconfigured' }))
      expect(creates()).toBe(0)
    })

    it('D09 no tables in production: it refuses to start and says what makes them', async () => {
      const { store, upstream, creates } = await setup()
      const environment = testEnvironment({ NODE_ENV: 'production' })
      const { create, key, proxy } = proxyUnderTest({ upstream: upstream.url, ledger: store.open(), environment })
      onTestFinished(() => proxy.close())
      await expect(proxy.ready()).rejects.toThrow(/has no tables yet.*limn-proxy migrate/)
      expect(await codeOf(await create(key()))).toBe('proxy_misconfigured')
      expect(creates()).toBe(0)
      await store.open().migrate()
      await proxy.ready()
      expect((await create(key())).status).toBe(200)
    })
  })
}
