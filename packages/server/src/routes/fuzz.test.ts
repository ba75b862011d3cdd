import { expect, it } from 'vitest'
import { memoryLedger } from '../ledger/memory.ts'
import { ORIGIN, SECRET, API_KEY, proxyUnderTest } from '../test/proxyUnderTest.ts'

/** What scanners try, and what is ours, each in every place. */
const WORDS = `
  generations tasks images abandon budget capabilities health references 0 1 99 null undefined * ~ %00 %2e%2e
  ..%2f %252e .env .git .git%2fconfig admin api v1 v2 debug metrics status login user users token keys secret
  config config.json console graphql swagger.json openapi.json actuator server-status _simulator log reset
  ledger ledger.db sweep resolve events archive pictures check robots.txt index.html favicon.ico package.json
  cli.js wp-login.php backup.zip test GENERATIONS Tasks task image generation generations.json tasks;
  health%20
`
  .trim()
  .split(/\s+/)

/** What every answer carries, errors included; and what none does. */
const BASELINE = [
  ['cache-control', 'private, no-store'],
  ['x-content-type-options', 'nosniff'],
  ['content-security-policy', "default-src 'none'; sandbox; frame-ancestors 'none'"],
  ['referrer-policy', 'no-referrer'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['access-control-allow-origin', null],
  ['server', null],
  ['x-powered-by', null],
  ['set-cookie', null],
] as const

/** The routes of the documentation that exist for anybody; all others name a thing, and there is none. */
const DOCUMENTED = [
  /^\/(generations|tasks|budget|capabilities|health|references)$/,
  // A key that can be none is refused as such, and abandon is a POST.
  /^\/generations\/[^/]+(\/abandon)?$/,
  // Known paths, of which HEAD, POST and PUT are refused with 405.
  /^\/tasks\/[^/]+(\/images\/(\d|[1-9]\d))?$/,
  /^\/references\/[^/]+$/,
]

it('J04 J05 answers nothing but the documented routes, whatever is tried, and never without its headers', async () => {
  const store = { setItemRaw: async () => {}, getItemRaw: async () => null, removeItem: async () => {} }
  const { proxy } = proxyUnderTest({
    ledger: memoryLedger(),
    rates: false,
    archive: store,
    references: { store, publicUrl: 'http://127.0.0.1:9' },
    limits: { cap: { credits: 10, per: 'day' } },
    fetch: () => Promise.reject(new Error('nobody is asked')),
  })
  const two = WORDS.flatMap((first) => ['', ...WORDS].map((second) => `/${first}${second && `/${second}`}`))
  const more = WORDS.flatMap((word) => [`/tasks/x/images/${word}`, `/tasks/x/${word}/0`, `/generations/x/${word}/y`])
  const paths = [...two, ...more, ...two.slice(0, WORDS.length).map((path) => `${path}/`)]
  const found = new Set<string>()
  const told: string[] = []
  for (const method of ['GET', 'POST', 'PUT'])
    for (const path of paths) {
      // What a URL makes of dots has happened before limn is asked.
      const request = new Request(`${ORIGIN}/api/images${path}`, { method })
      const response = await proxy(request, undefined)
      if (response.status !== 404) found.add(new URL(request.url).pathname.replace('/api/images', ''))
      for (const [name, value] of BASELINE)
        if (response.headers.get(name) !== value) told.push(`${method} ${path}: ${name} ${response.headers.get(name)}`)
      if (response.status >= 500) told.push(`${method} ${path}: ${response.status}`)
      told.push(
        ...(await response.text()).split('\n').filter((line) => line.includes(API_KEY) || line.includes(SECRET)),
      )
    }
  expect(told).toEqual([])
  expect([...found].filter((path) => !DOCUMENTED.some((pattern) => pattern.test(path)))).toEqual([])
  for (const name of ['generations', 'tasks', 'budget', 'capabilities', 'health', 'references'])
    expect(found).toContain(`/${name}`)
  for (const beside of ['/', '/api', '/api/imagesX/health', '/health', '/api/images'])
    expect((await proxy(new Request(ORIGIN + beside), undefined)).status).toBe(404)
})
