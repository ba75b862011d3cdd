import type axe from 'axe-core'
import axeSource from 'axe-core/axe.min.js?raw'

/** What axe finds in what stands there, the target size of WCAG 2.2 included; a rule of whole pages is not asked of a part. */
export async function faultsOf(root: Element): Promise<readonly string[]> {
  const { violations } = await engine().run(root, { rules: RULES })
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 300)).join(' | ')}`)
}

const RULES = { 'target-size': { enabled: true }, 'page-has-heading-one': { enabled: false } }

// As a script: axe is written for one, and a bundler has nothing to rewrite.
function engine(): typeof axe {
  const page = globalThis as unknown as { axe?: typeof axe }
  if (!page.axe) {
    const script = document.createElement('script')
    script.textContent = axeSource
    document.head.append(script)
  }
  return page.axe!
}
