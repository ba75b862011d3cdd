import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { preview } from 'vite'
import { builtPages } from '../../apps/playground/server/builtPages.ts'
import { root } from '../rules/sources.ts'
import { buildForProduction } from './buildForProduction.ts'
import { launch } from './launch.ts'
import { openPage, startProduct, type Product } from './product.ts'

const run = promisify(execFile)
let [browser, product, folder]: [Browser, Product, string] = [] as never
beforeAll(async () => {
  // Inside of the workspace, so that what the page prints finds its packages.
  folder = mkdtempSync(join(root, 'apps/playground/.printed-'))
  const outDir = join(folder, 'built')
  await buildForProduction({ root: join(root, 'apps/playground'), build: { outDir, minify: false } })
  ;[browser, product] = await Promise.all([launch(), startProduct(builtPages(outDir), { duration: 300 })])
}, 90_000)
beforeEach(() => product.simulator.reset())
afterAll(async () => {
  await browser?.close()
  await product?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A page that writes down what its policy refused. */
async function open(query = '') {
  const page = await openPage(browser, 'about:blank')
  await page.addInitScript(() => {
    const refused: string[] = []
    Object.assign(window, { refused })
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      refused.push(`${effectiveDirective} ${blockedURI.slice(0, 80)}`),
    )
  })
  await page.goto(`${product.url}/?lang=en${query}`)
  await page.getByRole('textbox').first().waitFor()
  return page
}
const refusedOn = (page: Page) => page.evaluate(() => (window as never as { refused: string[] }).refused)

async function draw(page: Page, prompt = 'a fox in snow') {
  await page.getByRole('textbox').first().fill(prompt)
  await page.getByRole('button', { name: /^generate/i }).click()
}
const printed = (page: Page) => page.locator('.panel .code').innerText()

describe('the built playground under its policy', () => {
  it('is built as for those who deploy: React is not the one of development', () => {
    const assets = join(folder, 'built/assets')
    const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'))
    expect(scripts.length).toBeGreaterThan(2)
    // What React says in the console of a page under development.
    for (const name of scripts)
      expect(readFileSync(join(assets, name), 'utf8')).not.toContain('Download the React DevTools')
  })

  it('H04 draws, enlarges and shows every panel and state, and nothing of it is refused', async () => {
    const page = await open()
    const { headers } = await page.evaluate(async () => ({ headers: [...(await fetch('/')).headers] }))
    expect(new Map(headers).get('content-security-policy')).toBe(
      "default-src 'self'; img-src 'self' blob:; require-trusted-types-for 'script'",
    )
    await draw(page)
    await page.locator('[data-status=succeeded] img').first().waitFor()
    await page.getByRole('button', { name: 'Code', exact: true }).click()
    await page.getByRole('button', { name: 'Look', exact: true }).click()
    await page.getByRole('button', { name: 'Keys' }).click()
    await page.keyboard.press('Escape')
    await page.locator('[data-status=succeeded] img').first().click()
    await page.locator('dialog[open] img').first().waitFor()
    expect(await refusedOn(page)).toEqual([])
    const states = await openPage(browser, 'about:blank')
    const errors: string[] = []
    states.on('console', (message) => message.type() === 'error' && errors.push(message.text().slice(0, 200)))
    await states.goto(`${product.url}/?states`)
    await states.locator('figure').nth(10).waitFor()
    expect(errors).toEqual([])
  })
})

describe('what can go wrong, on purpose', () => {
  it('is chosen on the page, acts from then on, and is told to who opens another', async () => {
    const page = await open('&scene=outOfCredits')
    const scenes = page.getByLabel('What goes wrong')
    await expect.poll(() => scenes.inputValue()).toBe('outOfCredits')
    await draw(page)
    await page.getByText('The service is out of credits').first().waitFor()
    expect(product.simulator.creates).toHaveLength(0)
    expect(await page.getByRole('textbox').first().inputValue()).toBe('a fox in snow')
    const other = await open()
    await expect.poll(() => other.getByLabel('What goes wrong').inputValue()).toBe('outOfCredits')
    await other.getByLabel('What goes wrong').selectOption('')
    await expect.poll(async () => (await (await fetch(`${product.url}/api/playground`)).json()).scene).toBeNull()
    await draw(other)
    await other.locator('[data-status=succeeded] img').first().waitFor()
  })

  it('is not steered by another page', async () => {
    const answer = await fetch(`${product.url}/api/playground/scene`, { method: 'PUT', body: '{"name":"down"}' })
    expect(answer.status).toBe(403)
  })
})

describe('the code that the page prints', () => {
  it('is that of its settings, compiles, and its curl makes a picture', async () => {
    const page = await open('&panel=code')
    await page.getByRole('textbox').first().fill(`it's "two" \\ $HOME \`foxes\``)
    await page.getByRole('radio', { name: /3:2/ }).check({ force: true })
    await page.getByRole('button', { name: /more pictures|increase|one more/i }).click()
    await expect.poll(() => printed(page)).toContain("initial={{ size: '1536x1024', n: 2 }}")
    for (const [name, file] of [
      ['Component', 'App.tsx'],
      ['Hook', 'Picture.tsx'],
      ['Server', 'server.ts'],
    ] as const) {
      await page.getByRole('radio', { name }).check()
      await page.getByText(file, { exact: true }).waitFor()
      writeFileSync(join(folder, file), await printed(page))
    }
    await page.getByRole('radio', { name: 'curl' }).check()
    const curl = await printed(page)
    await page.getByRole('button', { name: '中文' }).click()
    await page.getByRole('radio', { name: '组件' }).check()
    writeFileSync(join(folder, 'Chinese.tsx'), await printed(page))
    const compilerOptions = { noEmit: true, skipLibCheck: true, types: ['node'] }
    const tsconfig = {
      extends: '../../../tsconfig.json',
      compilerOptions,
      include: ['*.tsx', '*.ts'],
      exclude: ['built'],
    }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig))
    writeFileSync(join(folder, 'styles.d.ts'), "declare module '*.css'\n")
    const { stdout } = await run('pnpm', ['exec', 'tsc', '-p', join(folder, 'tsconfig.json')], { cwd: root }).catch(
      (error: { stdout: string }) => error,
    )
    // What its packages say of themselves is another check's.
    expect(stdout.split('\n').filter((line) => line.includes('.printed-'))).toEqual([])

    const answer = await run('bash', ['-c', `uuidgen() { cat /proc/sys/kernel/random/uuid; }; ${curl} -s`])
    expect(JSON.parse(answer.stdout)).toMatchObject({ object: 'image.generation', status: 'pending' })
    expect(product.simulator.creates.map(({ request }) => [request.prompt, request.size, request.n])).toEqual([
      [`it's "two" \\ $HOME \`foxes\``, '1536x1024', 2],
    ])
  })
})

describe('the static build', () => {
  it('draws in any folder of a site that answers nothing but files', async () => {
    const outDir = join(folder, 'static')
    await buildForProduction({ root: join(root, 'apps/playground'), mode: 'static', build: { outDir } })
    const site = { root: folder, configFile: false, logLevel: 'error', appType: 'mpa', base: '/some/where/' } as const
    const server = await preview({ ...site, build: { outDir }, preview: { port: 0, host: '127.0.0.1' } })
    onTestFinished(() => server.close())
    const page = await openPage(browser, `${server.resolvedUrls!.local[0]}?lang=en`)
    await page.getByText('Simulated. Nothing is charged.').waitFor()
    await draw(page)
    const picture = page.locator('[data-status=succeeded] img').first()
    await picture.waitFor({ timeout: 20_000 })
    expect(await picture.evaluate(async (image: HTMLImageElement) => (await image.decode(), image.naturalWidth))).toBe(
      1024,
    )
    await page.getByLabel('What goes wrong').selectOption('outOfCredits')
    await draw(page, 'a second fox')
    await page.getByText('The service is out of credits').first().waitFor()
  }, 60_000)
})

describe('the page', () => {
  it('shows its keys at ?, but not to who is writing', async () => {
    const page = await open()
    await page.getByRole('textbox').first().fill('')
    await page.keyboard.type('why?')
    expect(await page.locator('dialog[open]').count()).toBe(0)
    await page.getByRole('button', { name: 'Code', exact: true }).focus()
    await page.keyboard.press('?')
    await page.getByRole('heading', { name: 'Keys' }).waitFor()
    await page.keyboard.press('Escape')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Code')
  })

  it('keeps what was moved of its look, writes it as CSS, and undoes it', async () => {
    const page = await open('&panel=tokens')
    await page.getByLabel('Corners of pictures').fill('12')
    expect(await printed(page)).toBe(':root {\n  --limn-radius-plate: 12px;\n}')
    await page.getByRole('button', { name: 'Close' }).click()
    const radius = () =>
      page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--limn-radius-plate'))
    expect(await radius()).toBe('12px')
    await page.getByRole('button', { name: 'Look', exact: true }).click()
    await page.getByRole('button', { name: 'Start over' }).click()
    expect(await radius()).toBe('')
  })

  it.each([320, 2560])('has no sideways scroll at %d px', async (width) => {
    const page = await open('&panel=code')
    await page.setViewportSize({ width, height: 800 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
  })
})
