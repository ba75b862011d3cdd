import type { Page } from 'playwright'
import { expect } from 'vitest'

/** Where the focus is: what it is called, and what is wrong with that place. */
const focusOf = (page: Page) => page.evaluate(look)

/** The focus is on something that is seen, marked and not covered. Its name. */
export async function expectFocus(page: Page): Promise<string> {
  // What is removed or hidden loses the focus with the next frame.
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))))
  const { name, faults } = await focusOf(page)
  expect(faults, `where the focus is: ${name}`).toEqual([])
  return name
}

/** Presses Tab, or with it `Shift`, until what has this name is reached; each stop on the way is looked at. */
export async function tabTo(page: Page, name: string | RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const passed: string[] = []
  while (passed.length < 80) {
    await page.keyboard.press(key)
    const here = await expectFocus(page)
    if (typeof name === 'string' ? here === name : name.test(here)) return
    passed.push(here)
  }
  throw new Error(`${String(name)} is not reached by ${key}, only: ${passed.join(', ')}`)
}

function look(): { name: string; faults: string[] } {
  const element = document.activeElement
  if (!(element instanceof HTMLElement) || element === document.body) return { name: 'nothing', faults: ['lost'] }
  const label = 'labels' in element ? (element.labels as NodeList | null)?.[0] : undefined
  const by = document.getElementById(element.getAttribute('aria-labelledby') ?? '')
  const text = element.getAttribute('aria-label') ?? (by ?? label ?? element).textContent ?? ''
  const name = text.replaceAll(/\s+/g, ' ').trim().slice(0, 80)
  const faults: string[] = []
  if (!element.checkVisibility({ visibilityProperty: true })) faults.push('not visible')
  if (!isMarked(element)) faults.push('not marked')
  if (isCovered(element)) faults.push('covered')
  return { name, faults }

  /** By an outline, its own or that of what draws it, or by a shadow that comes with the focus. */
  function isMarked(focused: HTMLElement): boolean {
    const drawn = [focused, focused.closest('label'), focused.closest('.limn-sheet')].filter((each) => each !== null)
    const outlined = drawn.some((each) => {
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(each)
      return outlineStyle !== 'none' && parseFloat(outlineWidth) > 0 && !/, 0\)$|transparent/.test(outlineColor)
    })
    if (outlined) return true
    const shadows = () => drawn.map((each) => getComputedStyle(each).boxShadow).join()
    const focusedShadows = shadows()
    focused.blur()
    const plain = shadows()
    focused.focus({ preventScroll: true })
    return focusedShadows !== plain
  }

  function isCovered(focused: HTMLElement): boolean {
    const { left, right, top, bottom } = focused.getBoundingClientRect()
    const x = (Math.max(left, 0) + Math.min(right, innerWidth)) / 2
    const [from, to] = [Math.max(top, 0), Math.min(bottom, innerHeight)]
    if (from >= to) return true
    return [0.15, 0.5, 0.85].every((share) => {
      const hit = document.elementFromPoint(x, from + (to - from) * share)
      const mine = [focused, ...(focused.closest('label') ? [focused.closest('label')!] : [])]
      return (
        !hit || !mine.some((each) => each.contains(hit) || (hit.contains(each) && hit !== document.documentElement))
      )
    })
  }
}
