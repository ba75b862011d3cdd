import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createSimulator } from '@limn/simulator'
import { serveSimulator } from '@limn/simulator/node'
import { describe, expect, it, onTestFinished } from 'vitest'
import { argumentsOfCheck } from './cli/argumentsOfCheck.ts'
import { startPlainProxy } from './check/test/plainProxy.ts'
import { API_KEY } from './test/proxyUnderTest.ts'
import { failedCli, runCli } from './test/runCli.ts'
import { json, listen } from './test/upstreamServer.ts'

const ALICE = ['--header', 'X-User: alice', '--other-header', 'X-User: bob']

async function startSimulator() {
  const simulator = createSimulator({ apiKey: API_KEY, duration: 0 })
  const { url, close } = await serveSimulator(simulator)
  onTestFinished(close)
  return { simulator, url }
}

/** limn's own proxy, as a process in production. */
async function serve(...callers: string[]) {
  const { simulator, url } = await startSimulator()
  const { child } = runCli(['--port', '0', '--upstream', url, '--ledger', 'memory', ...callers])
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  return { simulator, endpoint: line.split(' ').at(-1)! }
}

describe('limn-check', () => {
  it('finds no fault in limn’s own proxy, and spends nothing', async () => {
    const { simulator, endpoint } = await serve('--principal-header', 'X-User')
    const { code, out, err } = await failedCli(['check', endpoint, ...ALICE])
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain('a limn proxy, ledger memory')
    expect(out).toMatch(/\d{2} ok, 0 faults, 0 warnings/)
    expect(out).toContain('No create was sent.')
    expect(out).toMatch(/not tried {2}a create answers a task .*--create 10/)
    expect(simulator.creates).toEqual([])
  })

  it('tries all of it with --create, and says what that cost at most', async () => {
    const { simulator, endpoint } = await serve('--principal-header', 'X-User')
    const { code, out } = await failedCli([endpoint, '--create', '60', ...ALICE])
    expect(out).toContain('0 faults, 0 warnings')
    expect(out).toContain('cost 60 credits at most')
    expect([code, simulator.creates.length]).toEqual([0, 1])
  })

  it('checks a proxy for guests as two of them', async () => {
    const { endpoint } = await serve('--dangerously-allow-anonymous')
    const { code, out } = await failedCli([endpoint, '--anonymous'])
    expect(out).toMatch(/ok +two callers are two principals/)
    expect(out).toMatch(/ok +a cookie without Origin and Sec-Fetch-Site is refused/)
    expect(code).toBe(0)
  })

  it('finds no fault in a plain proxy', async () => {
    const { url } = await startSimulator()
    const proxy = await startPlainProxy(url, API_KEY)
    onTestFinished(proxy.close)
    const header = ['--header', 'Cookie: session=alice']
    const { code, out } = await failedCli([`${proxy.url}/api/images/`, ...header])
    expect(out).toContain('a plain proxy; sends no create')
    expect(code).toBe(0)
  })

  it('ends with 1 at a fault, says what was seen and what to do, and repeats no secret', async () => {
    const careless = await listen((_, response) =>
      json(response, 404, {
        error: { message: `for ${API_KEY} \u001b[31m`, type: 'x', param: null, code: 'x\u001b[2J' },
      }),
    )
    onTestFinished(careless.close)
    const { code, out, err } = await failedCli([careless.url, '--header', 'Cookie: session=CANARY-2'])
    expect([code, err]).toEqual([1, ''])
    expect(out).toMatch(/fault +no answer holds a key +\w+ \S+: the API key/)
    expect(out).toMatch(/fault +who is not signed in reads nothing: 401 +GET \/tasks\/\{id\}: 404 .*\n +→ Answer 401/)
    expect(out).not.toContain('CANARY')
    expect(out).not.toContain('\u001b')
  })

  it('ends with 1 where nothing answers, and where the caller is not let in', async () => {
    const silent = await listen(() => {})
    await silent.close()
    const none = await failedCli([silent.url, '--anonymous'])
    expect([none.code, none.err]).toEqual([1, ''])
    expect(none.out).toMatch(/fault +lets the caller in +ECONNREFUSED/)
    expect(none.out).toContain('0 ok, 1 fault, 0 warnings, 0 not tried')
    const { endpoint } = await serve('--principal-header', 'X-User')
    const stranger = await failedCli([endpoint, '--header', 'Cookie: session=old'])
    expect(stranger.code).toBe(1)
    expect(stranger.out).toMatch(/fault +lets the caller in +401 unauthenticated/)
    expect(stranger.out).toContain('1 fault,')
  })

  it('explains itself', async () => {
    const { code, out } = await failedCli(['check', '--help'])
    expect(code).toBe(0)
    expect(out).toContain('--other-header')
    expect((await failedCli(['--help'])).out).toContain('limn-proxy check URL')
  })

  it.each<[string, string[], RegExp]>([
    ['no URL', ['check', '--header', 'a: b'], /one URL/],
    ['two', ['check', 'http://a.example', 'http://b.example', '--header', 'a: b'], /one URL/],
    ['a URL with a password', ['http://u:CANARY@a.example', '--header', 'a: b'], /without a password/],
    ['what is no URL', ['check', 'a.example', '--anonymous'], /http or https/],
    ['nobody who asks', ['http://a.example'], /--anonymous/],
    ['a header that is none', ['http://a.example', '--header', 'CANARY'], /--header must look like/],
    ['two lines in a header', ['http://a.example', '--header', 'a: CANARY\nb: c'], /--header must look like/],
    [
      'a key instead of its name',
      ['http://a.example', '--anonymous', '--key-env', 'sk-CANARY'],
      /never the key itself/,
    ],
    ['a variable that is empty', ['http://a.example', '--anonymous', '--key-env', 'NOT_THERE'], /NOT_THERE is empty/],
    [
      'credits that are none',
      ['http://a.example', '--anonymous', '--create', 'all'],
      /--create must be a whole number/,
    ],
    ['an origin that is none', ['http://a.example', '--anonymous', '--origin', 'app.example'], /--origin must be/],
    ['an unknown flag', ['check', 'http://a.example', '--nope'], /--nope/],
  ])('ends with 2 at %s', async (_, args, message) => {
    const { code, out, err } = await failedCli(args)
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(message)
    expect(err).toMatch(/^limn-check: .*\nTry --help\.\n$/)
    expect(err).not.toContain('CANARY')
  })

  it.each<[string, string[], string[] | undefined]>([
    ['limn-check', ['--help'], ['--help']],
    ['limn-proxy', ['check', 'http://a.example'], ['http://a.example']],
    ['cli.js', ['--', 'https://a.example', '--anonymous'], ['https://a.example', '--anonymous']],
    ['cli.js', ['--header=a: b', 'https://a.example'], ['--header=a: b', 'https://a.example']],
    ['limn-proxy', ['--upstream', 'http://a.example', '--origin', 'https://b.example'], undefined],
    ['limn-proxy', ['migrate', '--ledger', 'sqlite:a'], undefined],
  ])('is meant, or not, by %s %j', (name, args, meant) => {
    expect(argumentsOfCheck(['node', `/app/node_modules/.bin/${name}`, ...args])).toEqual(meant)
  })

  it('is the same file as limn-proxy, which comes first: that is what npx @limn/server takes', () => {
    const { bin } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as {
      bin: Record<string, string>
    }
    expect(Object.entries(bin)).toEqual([
      ['limn-proxy', './dist/cli.js'],
      ['limn-check', './dist/cli.js'],
    ])
  })
})
