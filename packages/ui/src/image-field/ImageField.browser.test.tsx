import { LimnProvider } from '@limn/react'
import { afterEach, expect, it } from 'vitest'
import { page } from 'vitest/browser'
import { cleanup, render } from 'vitest-browser-react'
import { openLimn } from '../test/openLimn.ts'
import { ImageField } from './ImageField.tsx'
import picture from '../test/picture.svg?no-inline'
import styles from '../styles.css?inline'

afterEach(cleanup)

it('shows what there is to choose from, above the button that would ask for more', async () => {
  await page.viewport(400, 700)
  const { limn, simulator } = openLimn()
  const urls = ['one', 'two'].map((name) => ({ url: `${new URL(picture, location.href).href}#${name}` }))
  simulator.use({ on: 'create', do: { data: urls } })
  const view = await render(
    <LimnProvider limn={limn}>
      <style>{styles}</style>
      <ImageField slot="hero" label="Hero" request={{ prompt: 'a lamp', size: '1536x1024', n: 2 }} />
    </LimnProvider>,
  )
  await view.getByRole('button', { name: /^Generate/ }).click()
  const second = view.getByRole('button', { name: 'Use picture 2' })
  await expect.element(second).toBeVisible()
  const again = view.getByRole('button', { name: /^Generate/ })
  const isWhole = () => {
    const { bottom, height } = second.element().getBoundingClientRect()
    expect(height).toBeGreaterThan(100)
    expect(again.element().getBoundingClientRect().top).toBeGreaterThan(bottom)
  }
  isWhole()
  await second.click()
  await expect.element(view.getByRole('img', { name: 'Hero' })).toBeVisible()
  isWhole()
  await expect.element(second).toHaveFocus()
})
