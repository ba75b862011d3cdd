import axe from 'axe-core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { LimnDevtools } from '../devtools.ts'
import { createLimn, LimnProvider } from '../index.ts'

/** A proxy in a few lines: this runs in the browser itself, where the real server does not. */
function createScripted() {
  const made: string[] = []
  let looks = 0
  return async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url)
    const headers = { 'limn-ledger': 'memory' }
    if (pathname.endsWith('/capabilities'))
      return Response.json({ limn: 1, ledger: 'memory', ledger_id: 'one', now: Date.now(), features: ['idempotency'] })
    if (request.method === 'POST') made.push('task')
    const settled = request.method === 'GET' && (looks += 1) > 2
    return Response.json(
      {
        id: 'task',
        status: settled ? 'succeeded' : 'processing',
        credits: 10,
        data: settled ? [{ url: 'https://pictures.example/1.png' }] : [],
      },
      { headers },
    )
  }
}

const colorsOf = (element: Element) => {
  const { color, backgroundColor } = getComputedStyle(element)
  return [color, backgroundColor]
}

afterEach(() => {
  document.documentElement.style.colorScheme = ''
  document.querySelector('#hostile')?.remove()
})

describe('the devtools in a real browser', () => {
  it.each(['light', 'dark'])(
    'are worked by keys, can be read, and keep their looks to themselves (%s)',
    async (scheme) => {
      document.documentElement.style.colorScheme = scheme
      const hostile = document.createElement('style')
      hostile.id = 'hostile'
      hostile.textContent = 'button, li, p, span { color: rgb(1, 2, 3) !important; font-size: 40px !important }'
      document.head.append(hostile)
      const limn = createLimn({
        endpoint: `/tools-${scheme}`,
        journal: 'memory',
        fetch: createScripted(),
        pollInterval: 340,
      })
      await render(
        <LimnProvider limn={limn}>
          <button type="button">Mine</button>
          <LimnDevtools />
        </LimnProvider>,
      )
      await limn.generate({ prompt: 'a fox in snow' }).outcome
      const toggle = page.getByRole('button', { name: /limn devtools/ })
      ;(toggle.element() as HTMLElement).focus()
      await userEvent.keyboard('{Enter}')
      const article = page.getByRole('article', { name: 'a fox in snow' })
      await expect.element(article).toBeVisible()
      await expect.element(article.getByText('look → succeeded')).toBeVisible()

      const panel = page.getByRole('region', { name: 'limn devtools' }).element()
      expect(colorsOf(panel)).toEqual(
        scheme === 'light' ? ['rgb(25, 25, 23)', 'rgb(255, 255, 255)'] : ['rgb(236, 236, 234)', 'rgb(24, 24, 23)'],
      )
      expect(getComputedStyle(article.getByText('look → succeeded').element()).fontSize).toBe('13px')
      expect(getComputedStyle(page.getByRole('button', { name: 'Mine' }).element()).color).toBe('rgb(1, 2, 3)')
      const { violations } = await axe.run(document.querySelector('[data-limn-devtools]')!)
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`)).toEqual([])

      const copied = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue()
      await userEvent.click(article.getByRole('button', { name: 'Copy look as curl' }))
      await vi.waitFor(() => expect(copied.mock.calls[0]?.[0]).toContain(`/tools-${scheme}/tasks/task'`))
      await userEvent.keyboard('{Escape}')
      const root = toggle.element().getRootNode() as ShadowRoot
      await vi.waitFor(() => expect(root.activeElement).toBe(toggle.element()))
      expect(article.query()).toBeNull()
    },
  )
})
