import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type axe from 'axe-core'
import type { Page } from 'playwright'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What a look can change; the rest of the page stays what it is. */
const BY_LOOK = ['color-contrast', 'link-in-text-block', 'target-size']

/**
 * What axe finds in the whole page as it stands, WCAG 2.2’s target size included; or only what another look can change.
 * It runs beside the page's policy, not under it.
 */
export async function faultsIn(page: Page, only?: 'look'): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) {
    await page.evaluate(source)
    await page.evaluate(tellForcedColours)
  }
  const violations = await page.evaluate(async (rules) => {
    const { run } = (globalThis as unknown as { axe: typeof axe }).axe
    const options = { rules: { 'target-size': { enabled: true } }, resultTypes: ['violations' as const] }
    const found = await run(document, rules ? { ...options, runOnly: rules } : options)
    return found.violations.map(({ id, nodes }) => ({
      id,
      nodes: nodes.map(({ html, any }) => `${html.slice(0, 160)} ${any.map(({ message }) => message).join(' ')}`),
    }))
  }, only && BY_LOOK)
  return violations.map(({ id, nodes }) => `${id}: ${nodes.join(' | ')}`)
}

/** Chromium paints forced text in `color`, and still reports the page's own as its fill, which is what axe asks for. */
function tellForcedColours() {
  const { getPropertyValue } = CSSStyleDeclaration.prototype
  CSSStyleDeclaration.prototype.getPropertyValue = function (name) {
    return getPropertyValue.call(this, name === '-webkit-text-fill-color' ? 'color' : name)
  }
}
