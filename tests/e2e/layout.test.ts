import type { BrowserContextOptions, Page } from 'playwright'
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { LONG } from './builtPlayground.ts'
import { dot } from './dot.ts'
import { playgroundOfFile } from './playgroundOfFile.ts'

const UNBROKEN = 'Donaudampfschifffahrtsgesellschaft'.repeat(12)
const PATIENCE = { timeout: 20_000 }

const held = playgroundOfFile({ paint: dot })
let page: Page
beforeAll(async () => {
  held.product.faults(
    {
      on: 'create',
      prompt: '^hen',
      do: { outcome: 'failed', error: { code: 'generation_failed', message: UNBROKEN } },
    },
    { on: 'create', prompt: '^owl', do: { cut: 'after' } },
  )
  page = await full({ viewport: { width: 1280, height: 800 } })
})

/** A page with a bit of everything: pictures, a failure, a doubt, one that runs, words that cannot be broken. */
async function full(options: BrowserContextOptions) {
  const context = await held.browser.newContext({ reducedMotion: 'reduce', ...options })
  const opened = await context.newPage()
  await opened.goto(`${held.product.url}/?lang=en`)
  const field = opened.getByRole('textbox').first()
  const send = async (prompt: string) => {
    await field.fill(prompt)
    await opened.getByRole('button', { name: /^Generate/ }).click()
    await vi.waitUntil(async () => (await field.inputValue()) !== prompt, PATIENCE)
  }
  const before = held.product.simulator.creates.length
  for (const kind of ['hen', 'fox']) await send(`${kind} ${UNBROKEN}`)
  await vi.waitUntil(() => held.product.simulator.creates.length === before + 2, PATIENCE)
  held.product.later(LONG)
  await opened.getByText('2 generations, 1 picture').waitFor(PATIENCE)
  await field.fill(`owl ${UNBROKEN}`)
  await opened.getByRole('button', { name: /^Generate/ }).click()
  await opened
    .locator('[data-slot=limn-gallery-item][data-status=uncertain]')
    .waitFor({ ...PATIENCE, state: 'attached' })
  await send(`moth ${UNBROKEN}`)
  await opened.getByText('4 generations, 1 picture').waitFor(PATIENCE)
  await field.fill(UNBROKEN)
  return opened
}

const press = (on: Page, name: string) => on.getByRole('button', { name, exact: true }).first().click()
const openPicture = async (on: Page) => {
  const opener = on.getByRole('button', { name: 'Open picture 1' })
  // Only what is near the window is in the document, and a row above may still find its height.
  await vi.waitFor(async () => {
    await on.evaluate(() => scrollBy(0, 150))
    await opener.click({ timeout: 400 })
  }, PATIENCE)
  await on.getByRole('button', { name: 'Zoom in' }).waitFor()
}

/** What there is to look at, and how to leave it. */
const VIEWS: Readonly<
  Record<string, readonly [show: (on: Page) => Promise<unknown>, leave: (on: Page) => Promise<unknown>]>
> = {
  form: [async () => {}, async () => {}],
  'end of the gallery': [(on) => on.evaluate(() => scrollTo(0, document.documentElement.scrollHeight)), async () => {}],
  code: [(on) => press(on, 'Code'), (on) => press(on, 'Close')],
  look: [(on) => press(on, 'Look'), (on) => press(on, 'Close')],
  requests: [(on) => press(on, 'Requests'), (on) => press(on, 'Close')],
  settings: [(on) => press(on, 'More'), (on) => on.keyboard.press('Escape')],
  keys: [(on) => press(on, 'Keys'), (on) => on.keyboard.press('Escape')],
  picture: [openPicture, (on) => on.keyboard.press('Escape')],
}

/** What is wrong in each view, where something is. */
async function wrongWith(on: Page, judge: (on: Page) => Promise<readonly string[]>) {
  const wrong: Record<string, readonly string[]> = {}
  for (const [name, [show, leave]] of Object.entries(VIEWS)) {
    await on.evaluate(() => scrollTo(0, 0))
    await show(on)
    await on.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))))
    const faults = await judge(on)
    if (faults.length > 0) wrong[name] = faults
    await leave(on)
  }
  return wrong
}

const cut = (on: Page) => on.evaluate(findCut)
const small = (least: number) => (on: Page) => on.evaluate(findSmall, least)

describe('nothing runs out of the page', () => {
  it.each([
    [320, 640],
    [320, 256],
    [375, 720],
    [768, 1024],
    [1280, 800],
    [1920, 1080],
    [2560, 1440],
  ])('at %d × %d', async (width, height) => {
    await page.setViewportSize({ width, height })
    expect(await wrongWith(page, cut)).toEqual({})
  })

  it.each([
    ['of the root', ':root { font-size: 32px }'],
    ['of the whole page', 'body { zoom: 2 }'],
  ])('with text twice as large, by the size %s', async (_how, css) => {
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.evaluate((text) => {
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(text)
      document.adoptedStyleSheets = [sheet]
    }, css)
    onTestFinished(() => page.evaluate(() => void (document.adoptedStyleSheets = [])))
    expect(await wrongWith(page, cut)).toEqual({})
  })
})

describe('text alone twice as large', () => {
  it.each([320, 1280])('is not cut at %d px', async (width) => {
    await page.setViewportSize({ width, height: 800 })
    const judge = async (on: Page) => (await on.evaluate(enlargeText), cut(on))
    expect(await wrongWith(page, judge)).toEqual({})
  })
})

describe('everything can be hit', () => {
  it('by a pointer: 24 px', async () => {
    await page.setViewportSize({ width: 1280, height: 800 })
    expect(await wrongWith(page, small(24))).toEqual({})
  })

  it('by a finger: 44 px', async () => {
    const phone = await full({ viewport: { width: 375, height: 720 }, hasTouch: true, isMobile: true })
    expect(await phone.evaluate(() => matchMedia('(pointer: coarse)').matches)).toBe(true)
    expect(await wrongWith(phone, small(44))).toEqual({})
  })
})

describe('with less motion', () => {
  it('nothing moves for longer than a hundredth of a second, whatever is shown', async () => {
    const moving = (each: Page) =>
      each.evaluate(() =>
        document
          .getAnimations()
          .filter(
            ({ effect, playState }) => playState === 'running' && Number(effect?.getComputedTiming().endTime) > 10,
          )
          .map(({ effect }) => (effect as KeyframeEffect).target?.className ?? 'something'),
      )
    expect(await wrongWith(page, moving)).toEqual({})
  })
})

/** Boxes whose text sticks out or is cut off, and a page that scrolls sideways. */
function findCut(): string[] {
  const { scrollWidth, clientWidth } = document.documentElement
  const faults = scrollWidth > clientWidth ? [`the page: ${scrollWidth} in ${clientWidth}`] : []
  const root = document.querySelector('dialog[open]') ?? document.body
  /** Kept for those who listen. */
  const isUnseen = (element: Element) => getComputedStyle(element).clipPath !== 'none'
  for (const element of root.querySelectorAll<HTMLElement>('*')) {
    const rect = element.getBoundingClientRect()
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || isUnseen(element)) continue
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim())
    const style = getComputedStyle(element)
    const name = `${element.tagName.toLowerCase()}.${element.className || element.dataset.slot}`
    // Lines that are clamped end in an ellipsis, and fields scroll: that is wanted.
    const clips = /hidden|clip/.test(`${style.overflowX} ${style.overflowY}`) && style.webkitLineClamp === 'none'
    if (hasText && clips && style.textOverflow !== 'ellipsis') {
      if (element.scrollWidth > element.clientWidth + 1)
        faults.push(`${name}: ${element.scrollWidth} in ${element.clientWidth}`)
      if (element.scrollHeight > element.clientHeight + 1)
        faults.push(`${name}: ${element.scrollHeight} high in ${element.clientHeight}`)
    }
    if (hasText && style.position !== 'absolute' && rect.right > innerWidth + 1 && !element.closest('pre'))
      faults.push(`${name} ends at ${Math.round(rect.right)}`)
  }
  return faults
}

/** What can be pressed, and is smaller than this; links in a line of text apart. */
function findSmall(least: number): string[] {
  const root = document.querySelector('dialog[open]') ?? document.body
  const faults: string[] = []
  for (const element of root.querySelectorAll<HTMLElement>(
    'button, a[href], input, select, textarea, summary, [role=button]',
  )) {
    if (!element.checkVisibility({ visibilityProperty: true }) || element.closest('[inert]')) continue
    if (element instanceof HTMLInputElement && element.type === 'file') continue
    const label = 'labels' in element ? (element.labels as NodeListOf<HTMLElement> | null)?.[0] : undefined
    const boxes = [element, label].filter((each) => each !== undefined).map((each) => each.getBoundingClientRect())
    const [width, height] = [Math.max(...boxes.map((box) => box.width)), Math.max(...boxes.map((box) => box.height))]
    const after = getComputedStyle(element, '::after')
    const grown = after.content !== 'none' && after.position === 'absolute' ? -2 * parseFloat(after.top) : 0
    if (Math.min(width, height) + Math.max(0, grown) < least - 0.5)
      faults.push(
        `${element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 30)}: ${Math.round(width)} × ${Math.round(height)}`,
      )
  }
  return faults
}

/** What a browser's text-only zoom does: every size of letters and lines, and nothing else. */
function enlargeText() {
  const all = [...document.body.querySelectorAll<HTMLElement>('*')]
  // What came since the last time must not inherit it.
  for (const { style } of all) for (const name of ['font-size', 'line-height']) style.removeProperty(name)
  const sizes = all
    .map((each) => getComputedStyle(each))
    .map(({ fontSize, lineHeight }) => [fontSize, lineHeight] as const)
  for (const [index, element] of all.entries()) {
    const [fontSize, lineHeight] = sizes[index]!
    element.style.fontSize = `${2 * parseFloat(fontSize)}px`
    if (lineHeight.endsWith('px')) element.style.lineHeight = `${2 * parseFloat(lineHeight)}px`
  }
}
