import { expect, it } from 'vitest'
import { postgresLedger } from './postgres.ts'
import { codeOf, proxyUnderTest } from './test/proxyUnderTest.ts'

it.each([undefined, ''])(
  'a database’s URL that is %o throws nothing in a build, and lets nothing be sent',
  async (url) => {
    const ledger = postgresLedger(url!)
    const sent: string[] = []
    const fetch = async (request: Request) => {
      sent.push(request.url)
      return new Response()
    }
    const { proxy, create, key } = proxyUnderTest({ ledger, fetch })
    await expect(proxy.ready()).rejects.toMatchObject({
      code: 'proxy_misconfigured',
      message: expect.stringContaining('no database') as string,
    })
    const answer = await create(key())
    expect([answer.status, await codeOf(answer), sent]).toEqual([503, 'proxy_misconfigured', []])
    await proxy.close()
  },
)
