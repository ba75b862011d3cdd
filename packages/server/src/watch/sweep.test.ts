import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { makeWorld } from '../test/makeWorld.ts'

const WAIT = { timeout: 10_000 }

describe('a sweep', () => {
  it('stops asking when upstream says it is too much', async () => {
    const { open, pass, create, upstream } = makeWorld()
    const tools = open({ watch: false })
    await Promise.all(Array.from({ length: 20 }, () => create(tools)))
    upstream.answer = () =>
      Response.json({ error: { message: 'slow' } }, { status: 429, headers: { 'retry-after': '20' } })
    let swept: unknown
    void tools.proxy.sweep().then((counts) => (swept = counts))
    await pass(10_000)
    expect(swept).toEqual({ settled: 0, running: 20 })
    expect(upstream.looks.length).toBeLessThan(5)
  })

  it('ends when the proxy closes', async () => {
    const { open, pass, create, upstream } = makeWorld()
    const tools = open({ watch: false })
    await Promise.all(Array.from({ length: 20 }, () => create(tools)))
    const swept = tools.proxy.sweep()
    await pass(500)
    let closed = false
    void tools.proxy.close().then(() => (closed = true))
    await pass(500)
    expect(closed).toBe(true)
    expect(upstream.looks.length).toBeLessThan(15)
    await swept
  })

  it('goes on to what was accepted meanwhile, which no other sweep can take', async () => {
    const { open, pass, create, upstream } = makeWorld()
    const tools = open({ watch: false })
    for (let n = 0; n < 50; n += 1) await create(tools)
    let swept: unknown
    void tools.proxy.sweep().then((counts) => (swept = counts))
    await pass(5000)
    await create(tools)
    await pass(20_000)
    expect(swept).toEqual({ settled: 0, running: 51 })
    expect(upstream.looks).toContain('t51')
  })

  it('keeps its process alive until it is done', WAIT, async () => {
    const script = `
      import { assembleProxy } from '${import.meta.resolve('../createProxy.ts')}'
      import { systemEnvironment } from '${import.meta.resolve('../environment.ts')}'
      import { memoryLedger } from '${import.meta.resolve('../ledger/memory.ts')}'
      import { gptImage2 } from '${import.meta.resolve('../upstreams/gptImage2.ts')}'
      const fetch = async ({ url }) => Response.json({ id: url.split('/').at(-1), status: 'processing', data: [] })
      const ledger = memoryLedger()
      for (const key of ['a', 'b', 'c']) {
        const row = await ledger.claim({ principal: 'u1', key, keyTag: key, fingerprint: '', cost: 0, lease: 1000, caps: [] })
        await ledger.accept({ principal: 'u1', key, attempt: 1 }, { taskId: key, watch: { empty: 0, missing: 0 } })
      }
      const upstream = gptImage2({ apiKey: 'x', baseUrl: 'http://127.0.0.1:9/api/v1', fetch })
      const proxy = assembleProxy(
        { upstream, ledger, authorize: () => null, dangerouslyEphemeralSecret: true, pollsPerSecond: 5 },
        systemEnvironment,
      )
      console.log(JSON.stringify(await proxy.sweep()))`
    const flags = ['--conditions=@limn/source', '--input-type=module', '--eval', script]
    const { stdout } = await promisify(execFile)(process.execPath, flags)
    expect(JSON.parse(stdout)).toEqual({ settled: 0, running: 3 })
  })
})
