import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient, mintKey, toRequest } from '@limn/core'
import { gptImage2 } from '@limn/server'
import { sqliteLedger } from '@limn/server/sqlite'
import { createSimulator } from '@limn/simulator'
import sharp from 'sharp'
import { expect, it, onTestFinished } from 'vitest'
import { serveProxy } from '../serveProxy.ts'
import { proxyOf, type App } from './server.ts'

const HERO = 'product:7:hero'
const DURATION = 200

/** A shop: ada owns product 7. Its users are in the cookie, its files in this process. */
function openShop() {
  const files = new Map<string, { bytes: Uint8Array; type: string }>()
  const heroes = new Map<string, string>()
  const asked: string[] = []
  const app: App = {
    auth: async (request) => {
      const [, id] = /user=(\w+)/.exec(request.headers.get('cookie') ?? '') ?? []
      return id === undefined ? null : { id }
    },
    cdn: {
      async put(name, bytes, type) {
        files.set(`https://cdn.example/${name}`, { bytes, type })
        return `https://cdn.example/${name}`
      },
    },
    db: {
      async ownsProduct(user, product) {
        asked.push(user)
        return user === 'ada' && product === '7'
      },
      setHero: async (product, url) => void heroes.set(product, url),
    },
  }
  const folder = mkdtempSync(join(tmpdir(), 'limn-use-5-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return { app, files, heroes, asked, openLedger: () => sqliteLedger(join(folder, 'limn.db')) }
}

const draw = (prompt: string) =>
  [toRequest({ prompt, size: '1536x1024' }), { key: mintKey(Date.now()), slot: HERO }] as const
const patience = { timeout: 20_000 }

it('the picture reaches the product though no browser asks for it, as the product’s owner only', async () => {
  const shop = openShop()
  const { endpoint, simulator } = await serveProxy(
    (upstream) => proxyOf({ ...shop.app, upstream, ledger: shop.openLedger() }),
    { duration: DURATION },
  )
  const as = (user: string) =>
    createClient({ endpoint, headers: { cookie: `user=${user}`, 'sec-fetch-site': 'same-origin' } })
  await as('ada').createTask(...draw('Studio photo of a lamp'))
  // Not one poll of hers from here on.
  await expect.poll(() => shop.heroes.get('7'), patience).toMatch(/^https:\/\/cdn\.example\/.*lamp-1\.png$/)
  const hero = shop.heroes.get('7')!
  const { bytes, type } = shop.files.get(hero)!
  expect([type, (await sharp(bytes).metadata()).width]).toEqual(['image/png', 1536])

  const theirs = await as('bob').createTask(...draw('Something else'))
  await expect.poll(() => shop.asked, patience).toEqual(['ada', 'bob'])
  const { status, data } = await as('bob').getTask(theirs.id)
  expect([status, shop.files.has(data[0]!.url!), shop.files.size]).toEqual(['succeeded', true, 2])
  expect([...shop.heroes]).toEqual([['7', hero]])
  const list = await as('ada').listTasks({ slot: HERO })
  expect(list.tasks).toMatchObject([{ slot: HERO, archived: true, data: [{ url: hero }] }])
  expect(simulator.creates).toHaveLength(2)
})

it('the picture reaches the product though the server was stopped while it was made', async () => {
  const shop = openShop()
  const simulator = createSimulator({ apiKey: 'sk-of-use-5', duration: DURATION })
  const upstream = gptImage2({ apiKey: 'sk-of-use-5', baseUrl: 'https://api.example/v1', fetch: simulator.fetch })
  const open = () => proxyOf({ ...shop.app, upstream, ledger: shop.openLedger() })
  const first = open()
  await first.as({ id: 'ada' }).createTask(...draw('Studio photo of a lamp'))
  await first.close()
  expect(shop.heroes.size).toBe(0)

  const second = open()
  onTestFinished(() => second.close())
  second.watch()
  await expect.poll(() => shop.heroes.get('7'), patience).toMatch(/^https:\/\/cdn\.example\//)
  expect(simulator.creates).toHaveLength(1)
})
