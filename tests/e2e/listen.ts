import type { Page } from 'playwright'

/**
 * From here on, each page of this context writes down what a screen reader is given to say, in order: what is notified, and
 * what is put into a live region. `regions`: as in a browser that has nothing but live regions.
 */
export const listenIn = (page: Page, { regions = false } = {}) => page.context().addInitScript(listen, regions)

/** What was heard on this page since it was asked last. */
export const heardOn = (page: Page): Promise<string[]> =>
  page.evaluate(() => (window as unknown as { heard: string[] }).heard.splice(0))

function listen(regions: boolean) {
  const heard: string[] = []
  Object.assign(window, { heard })
  for (const { prototype } of [Element, Document]) {
    if (regions) Reflect.deleteProperty(prototype, 'ariaNotify')
    else Object.assign(prototype, { ariaNotify: (text: string) => void heard.push(text) })
  }
  const LIVE = '[role=status], [role=alert], [role=log], output, [aria-live=polite], [aria-live=assertive]'
  const say = (text: string | null | undefined) => text?.trim() && heard.push(text.trim())
  new MutationObserver((records) => {
    for (const { target, addedNodes, type } of records) {
      const inside = (target instanceof Element ? target : target.parentElement)?.closest(LIVE)
      if (inside && type === 'characterData') say(inside.textContent)
      else if (inside) for (const node of addedNodes) say(node.textContent)
      // An alert is read when it comes; a status is not.
      else
        for (const node of addedNodes)
          if (node instanceof Element)
            for (const alert of [node, ...node.querySelectorAll('*')])
              if (alert.matches('[role=alert], [aria-live=assertive]')) say(alert.textContent)
    }
  }).observe(document, { subtree: true, childList: true, characterData: true })
}
