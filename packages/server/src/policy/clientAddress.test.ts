import { describe, expect, it } from 'vitest'
import { clientNetwork } from './clientAddress.ts'

const socket = (remoteAddress: string | undefined) => ({ socket: { remoteAddress } })
const network = (context: unknown, { hops = 0, forwarded }: { hops?: number; forwarded?: string } = {}) =>
  clientNetwork(
    new Request('https://app.example/', forwarded === undefined ? {} : { headers: { 'x-forwarded-for': forwarded } }),
    context,
    hops,
  )

describe('where a caller connects from', () => {
  it.each<[string, unknown, string | undefined]>([
    ['Node’s and Express’s request', socket('203.0.113.7'), '203.0.113.7'],
    ['Fastify’s', { raw: socket('203.0.113.7') }, '203.0.113.7'],
    ['Hono’s context on Node', { env: { incoming: socket('203.0.113.7') } }, '203.0.113.7'],
    ['what a platform says, before any socket', { ...socket('10.0.0.1'), clientAddress: '203.0.113.7' }, '203.0.113.7'],
    ['IPv6, by its /64', socket('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2::/64'],
    ['IPv6, shortened', socket('2001:db8::6'), '2001:db8:0:0::/64'],
    ['IPv6 in capitals, with a zone', socket('FE80::1%eth0'), 'fe80:0:0:0::/64'],
    ['IPv4 written as IPv6', socket('::ffff:203.0.113.7'), '203.0.113.7'],
    ['loopback', socket('::1'), '0:0:0:0::/64'],
    ['an address with a port', { clientAddress: '203.0.113.7:4711' }, '203.0.113.7'],
    ['an IPv6 address with a port', { clientAddress: '[2001:db8:1:2::9]:4711' }, '2001:db8:1:2::/64'],
    ['a Unix socket', socket(undefined), undefined],
    ['a name', { clientAddress: 'unknown' }, undefined],
    ['what is not an address', { clientAddress: '1.2.3.4/24' }, undefined],
    ['no context', undefined, undefined],
    [
      'a context that throws where its platform has none',
      {
        get socket() {
          throw new Error('This context has no socket')
        },
      },
      undefined,
    ],
  ])('is read from %s', (_, context, expected) => {
    expect(network(context)).toBe(expected)
  })

  it('A21 is never read from a header while no proxy is trusted', () => {
    expect(network(socket('203.0.113.7'), { forwarded: '198.51.100.1' })).toBe('203.0.113.7')
    expect(network(undefined, { forwarded: '198.51.100.1' })).toBeUndefined()
  })

  it.each<[string, number, string | undefined, string]>([
    ['what one proxy wrote', 1, '203.0.113.7', '203.0.113.7'],
    ['not what stood there before', 1, '198.51.100.1, 198.51.100.2, 203.0.113.7', '203.0.113.7'],
    ['what the outer of two wrote', 2, '198.51.100.1, 203.0.113.7, 10.0.0.9', '203.0.113.7'],
    ['what the inner one wrote, when the outer was not passed', 2, '203.0.113.7', '203.0.113.7'],
    ['the socket, when none was passed', 1, undefined, '10.0.0.1'],
  ])('behind trusted proxies is %s', (_, hops, forwarded, expected) => {
    expect(network(socket('10.0.0.1'), { hops, ...(forwarded !== undefined && { forwarded }) })).toBe(expected)
  })

  it('behind a trusted proxy needs no socket', () => {
    expect(network({}, { hops: 1, forwarded: '198.51.100.1, 203.0.113.7' })).toBe('203.0.113.7')
  })
})
