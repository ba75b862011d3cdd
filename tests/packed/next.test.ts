import { cpSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createSimulator } from '@limn/simulator'
import { serveSimulator } from '@limn/simulator/node'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest'
import { chromiumArgs, findChromium } from '../chromium.ts'
import { root } from '../rules/sources.ts'
import { cleanEnv, installPacked, type PackedApp } from './installPacked.ts'
import { startServer } from '../uses/startServer.ts'
import { testPackages } from './testPackages.ts'

const OTHERS = ['@tanstack/react-query', 'next', 'pg', 'react', 'react-dom', 'typescript'] as const
const TYPES = ['@types/node', '@types/react', '@types/react-dom'] as const
const API_KEY = 'sk-packed-CANARY-0123456789'
const SECRETS = {
  GPT_IMAGE_2_API_KEY: API_KEY,
  LIMN_SECRET: 'CANARY: a secret of more than thirty-two bytes',
  AUTH_SECRET: 'CANARY of the sessions',
}

const simulator = createSimulator({ apiKey: API_KEY, duration: 400 })
let app: PackedApp
let upstream: Awaited<ReturnType<typeof serveSimulator>>
let server: Awaited<ReturnType<typeof startServer>>
let browser: Browser
let built = ''

beforeAll(async () => {
  app = await installPacked(join(root, 'tests/uses/03'), [...OTHERS, ...TYPES])
  cpSync(join(import.meta.dirname, 'misuse.tsx'), join(app.folder, 'misuse.tsx'))
  // No secret, no database: neither is asked for before the first request.
  built = await app.bin('next', ['build'])
  upstream = await serveSimulator(simulator)
  const database = inject('postgres')
  await app.bin('limn-proxy', ['migrate', '--ledger', database])
  ;[server, browser] = await Promise.all([
    startServer(process.execPath, [NEXT, 'start', '-H', '127.0.0.1', '-p', '0'], {
      cwd: app.folder,
      env: cleanEnv({ ...SECRETS, DATABASE_URL: database, UPSTREAM_URL: upstream.url }),
    }),
    chromium.launch({ executablePath: findChromium()!, args: chromiumArgs }),
  ])
}, 400_000)
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await upstream?.close()
  app?.remove()
})
const NEXT = 'node_modules/next/dist/bin/next'

/** A browser profile of its own, and all that its pages received or complained of. */
async function openProfile() {
  const context = await browser.newContext()
  onTestFinished(() => context.close())
  const complaints: string[] = []
  const received: Promise<string>[] = []
  context.on('console', (message) => {
    // Before the sign-in the provider asks what is offered, and hears that nobody is signed in.
    if (['error', 'warning'].includes(message.type()) && !message.text().includes('401 (Unauthorized)'))
      complaints.push(message.text())
  })
  context.on('weberror', (error) => complaints.push(String(error.error())))
  context.on('response', (response) => {
    const body = response.body().catch(() => Buffer.of())
    received.push(
      Promise.all([response.allHeaders(), body]).then(([headers, bytes]) => JSON.stringify(headers) + String(bytes)),
    )
  })
  return { context, complaints, received }
}

async function signIn(context: BrowserContext, name: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${server.url}/studio`)
  await page.getByRole('textbox', { name: 'Name' }).fill(name)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('**/studio')
  await page.getByRole('textbox', { name: 'Describe a picture' }).waitFor()
  return page
}

async function draw(page: Page, prompt: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Describe a picture' }).fill(prompt)
  await page.getByRole('button', { name: /^generate/i }).click()
  await page.getByRole('img', { name: prompt }).waitFor({ timeout: 20_000 })
}

const isShown = (page: Page, prompt: string) =>
  page.getByRole('img', { name: prompt }).evaluate(async (image: HTMLImageElement) => {
    image.loading = 'eager'
    await image.decode()
    return image.naturalWidth > 0
  })

/** What the page's server component gave to the page, before any script ran. */
const htmlOf = async (page: Page) => (await page.context().request.get(`${server.url}/studio`)).text()

testPackages(() => app.folder)

describe('use 3: Next, with sessions, a prefetched history and limn as npm delivers it', () => {
  it('builds without secrets, types included', () => {
    expect(built).toContain('Compiled successfully')
    expect(built).toContain('/api/images/[...limn]')
  })

  it('draws for who is signed in, and keeps it over a reload, without a complaint of React', async () => {
    const { context, complaints, received } = await openProfile()
    const page = await signIn(context, 'ada')
    await draw(page, 'a fox in snow')
    expect(await isShown(page, 'a fox in snow')).toBe(true)
    await page.reload()
    await page.getByRole('img', { name: 'a fox in snow' }).waitFor()
    expect(await isShown(page, 'a fox in snow')).toBe(true)
    expect(simulator.creates).toMatchObject([{ credits: 10, request: { prompt: 'a fox in snow' } }])
    expect(complaints).toEqual([])
    const studio = page.locator('[data-slot=limn-image-studio]')
    const styled = studio.evaluate((element) => getComputedStyle(element).getPropertyValue('--_radius-plate'))
    expect(await styled).toBe('2px')

    const texts = await Promise.all(received)
    expect(texts.length).toBeGreaterThan(10)
    expect(texts.filter((text) => text.includes('CANARY'))).toEqual([])
    // The server's own list is in the page before any script runs.
    expect(await htmlOf(page)).toContain('a fox in snow')
  })

  it('shows nobody anything of another', async () => {
    const { context } = await openProfile()
    const ada = await signIn(context, 'ada')
    await draw(ada, 'a tea bowl')
    const url = await ada.getByRole('img', { name: 'a tea bowl' }).getAttribute('src')

    const other = await openProfile()
    const bob = await signIn(other.context, 'bob')
    await bob.getByText('Nothing drawn yet').waitFor()
    expect(await bob.getByRole('img', { name: /fox|tea bowl/ }).count()).toBe(0)
    expect(await htmlOf(bob)).not.toMatch(/fox in snow|tea bowl/)
    const taken = await other.context.request.get(new URL(url!, server.url).href)
    const list = await other.context.request.get(`${server.url}/api/images/tasks`)
    expect([taken.status(), await list.json()]).toMatchObject([404, { data: [] }])

    // In one browser, too: who signs in after another has a journal of their own.
    await context.clearCookies()
    const next = await signIn(context, 'eve')
    await next.getByText('Nothing drawn yet').waitFor()
    expect(await next.getByRole('img', { name: /fox|tea bowl/ }).count()).toBe(0)
  })

  it('sends nobody away but to sign in, and asks nothing of upstream for them', async () => {
    const before = simulator.creates.length
    const page = await fetch(`${server.url}/studio`, { redirect: 'manual' })
    expect([page.status, page.headers.get('location')]).toEqual([307, '/sign-in'])
    const body = JSON.stringify({ prompt: 'a fox' })
    const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', 'idempotency-key': 'k' }
    const create = await fetch(`${server.url}/api/images/generations`, { method: 'POST', headers, body })
    const forged = await fetch(`${server.url}/api/images/tasks`, {
      headers: { cookie: `session=ada.${'A'.repeat(43)}` },
    })
    expect([create.status, forged.status, simulator.creates.length]).toEqual([401, 401, before])
  })

  it('has nothing of the server in what browsers load', () => {
    const scripts = globSync('.next/static/**/*.js', { cwd: app.folder })
    expect(scripts.length).toBeGreaterThan(3)
    const texts = scripts.map((path) => readFileSync(join(app.folder, path), 'utf8'))
    expect(texts.some((text) => text.includes('idempotency-key'))).toBe(true)
    const servers = /GPT_IMAGE_2_API_KEY|LIMN_SECRET|AUTH_SECRET|DATABASE_URL|node:[a-z]+["']|kysely|undici|CANARY/
    expect(texts.flatMap((text) => text.match(servers)?.[0] ?? [])).toEqual([])
    // Nor what the app did not ask for: the other language.
    expect(texts.filter((text) => /\p{Script=Han}{4}/u.test(text))).toEqual([])
  })
})
