import { LimnProvider } from '@limn/react'
import { SCENARIOS } from '@limn/simulator'
import type axe from 'axe-core'
import axeSource from 'axe-core/axe.min.js?raw'
import { afterEach, describe, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { cleanup, render } from 'vitest-browser-react'
import { MessagesProvider } from '../messages/MessagesProvider.tsx'
import { zhCN } from '../messages/zh-CN.ts'
import { openLimn } from '../test/openLimn.ts'
import { ImageStudio } from './ImageStudio.tsx'
import picture from '../test/picture.svg?no-inline'
import styles from '../styles.css?inline'

afterEach(async () => {
  await cleanup()
  document.documentElement.style.colorScheme = ''
})

const studio = async (scheme = 'light') => {
  document.documentElement.style.colorScheme = scheme
  document.documentElement.style.background = scheme === 'light' ? '#fafaf9' : '#101010'
  const { limn, simulator } = openLimn({ duration: 600 })
  // The simulator's own pictures stand behind its server; this one is served by the page's.
  simulator.use({ on: 'create', do: { data: [{ url: new URL(picture, location.href).href }] } })
  const view = await render(
    <LimnProvider limn={limn}>
      <main>
        <style>{styles}</style>
        {/* A colour on its way to another is no fault. */}
        <style>{'* { transition: none !important }'}</style>
        <ImageStudio persist={false} />
      </main>
    </LimnProvider>,
  )
  await expect.element(view.getByText('Nothing drawn yet')).toBeVisible()
  const draw = async (prompt: string) => {
    await userEvent.fill(view.getByRole('textbox', { name: 'Describe a picture' }), prompt)
    await view.getByRole('button', { name: /^Generate/ }).click()
  }
  return { ...view, limn, simulator, draw }
}

const faults = async () => {
  const script = document.createElement('script')
  script.textContent = axeSource
  document.head.append(script)
  const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(document.body, {
    rules: { 'page-has-heading-one': { enabled: false } },
  })
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
}

describe('ImageStudio', () => {
  it('turns a sentence into a picture, by the keyboard alone', async () => {
    const { simulator, ...view } = await studio()
    await userEvent.fill(view.getByRole('textbox', { name: 'Describe a picture' }), 'a fox in snow')
    await userEvent.keyboard('{Enter}')
    await expect.element(view.getByRole('img', { name: 'a fox in snow' }), { timeout: 10_000 }).toBeInTheDocument()
    await expect.element(view.getByRole('textbox')).toHaveValue('')
    expect(simulator.creates).toHaveLength(1)
  })

  it.each([320, 375, 768, 1280])('is never wider than the page, at %i px', async (width) => {
    await page.viewport(width, 800)
    const { draw, simulator, ...view } = await studio()
    simulator.use(...SCENARIOS.uncertain)
    await draw(`${'long'.repeat(60)} words`)
    await expect.element(view.getByText('Not sure it went through'), { timeout: 10_000 }).toBeVisible()
    const { scrollWidth, clientWidth } = document.documentElement
    expect(scrollWidth).toBe(clientWidth)
  })

  it.each(['light', 'dark'])('has no fault that axe knows of, %s', async (scheme) => {
    await page.viewport(1280, 900)
    const { draw, simulator, ...view } = await studio(scheme)
    expect(await faults()).toEqual([])
    await draw('a fox in snow')
    await expect.element(view.getByRole('img', { name: 'a fox in snow' }), { timeout: 10_000 }).toBeInTheDocument()
    simulator.use(...SCENARIOS.fails)
    await draw('a fox in rain')
    await expect.element(view.getByRole('group', { name: 'Could not be generated' }), { timeout: 10_000 }).toBeVisible()
    simulator.use(...SCENARIOS.uncertain)
    await draw('a fox in fog')
    await expect
      .element(view.getByRole('group', { name: 'Not sure it went through' }), { timeout: 10_000 })
      .toBeVisible()
    expect(await faults()).toEqual([])
  })

  it('is Chinese where the messages are', async () => {
    const { limn } = openLimn()
    const view = await render(
      <LimnProvider limn={limn}>
        <MessagesProvider messages={zhCN}>
          <ImageStudio persist={false} />
        </MessagesProvider>
      </LimnProvider>,
    )
    await view.getByRole('button', { name: /两辆自行车在聊天/ }).click()
    await expect.element(view.getByRole('textbox', { name: '描述一幅画' })).toHaveValue('两辆自行车在聊天，水粉')
    await expect.element(view.getByRole('button', { name: '生成 10 积分' })).toBeVisible()
  })
})
