import { LimnProvider, type Limn } from '@limn/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { cleanup, render } from 'vitest-browser-react'
import { GenerationTray } from '../generation-tray/GenerationTray.tsx'
import { zhCN } from '../messages/zh-CN.ts'
import { MessagesProvider } from '../messages/MessagesProvider.tsx'
import { openLimn } from '../test/openLimn.ts'
import styles from '../styles.css?inline'

/** The browser's own, as far as it is used: what would be shown, and the user's answer. */
class Shown extends EventTarget {
  static permission: NotificationPermission = 'default'
  static answer: NotificationPermission = 'granted'
  static readonly notices: Shown[] = []
  static requestPermission = vi.fn<() => Promise<NotificationPermission>>(async () => (Shown.permission = Shown.answer))
  readonly close = vi.fn<() => void>()
  readonly title: string
  readonly options: NotificationOptions | undefined
  constructor(title: string, options?: NotificationOptions) {
    super()
    this.title = title
    this.options = options
    if (Shown.permission === 'granted') Shown.notices.push(this)
  }
}

const hasFocus = vi.spyOn(document, 'hasFocus')
beforeEach(() => {
  Object.assign(Shown, { permission: 'default', answer: 'granted' })
  Shown.notices.length = 0
  Shown.requestPermission.mockClear()
  vi.stubGlobal('Notification', Shown)
  hasFocus.mockReturnValue(true)
})
afterEach(async () => {
  await cleanup()
  localStorage.clear()
  vi.unstubAllGlobals()
})

const shown = () => Shown.notices.map(({ title, options }) => [title, options?.body])
const leave = () => hasFocus.mockReturnValue(false)
const comeBack = () => {
  hasFocus.mockReturnValue(true)
  dispatchEvent(new Event('focus'))
}

async function show(limn: Limn, tray = <GenerationTray notify />) {
  const view = await render(
    <LimnProvider limn={limn}>
      <style>{styles}</style>
      {tray}
    </LimnProvider>,
  )
  await view.getByRole('button', { name: /^(In progress|进行中)/ }).click()
  await expect.element(view.getByRole('button', { name: /^(Close|关闭)$/ })).toBeVisible()
  return { ...view, box: view.getByRole('checkbox') }
}

describe('notices of the system', () => {
  it('are offered where the app wants that, and asked for by nobody but the user', async () => {
    const { limn } = openLimn({ duration: 100 })
    const plain = await show(limn, <GenerationTray />)
    expect(plain.box.query()).toBeNull()
    await plain.unmount()
    const { box } = await show(limn)
    await expect.element(box).not.toBeChecked()
    leave()
    await limn.generate({ prompt: 'a fox in snow' }).outcome
    expect(Shown.requestPermission).not.toHaveBeenCalled()
    await box.click()
    await expect.element(box).toBeChecked()
    expect(Shown.requestPermission).toHaveBeenCalledOnce()
    limn.generate({ prompt: 'a hen in rain' })
    await expect.poll(shown, { timeout: 5000 }).toEqual([['Done', 'a hen in rain']])
  })

  it('say what has ended while the user was elsewhere, and go when they are back', async () => {
    const { limn } = openLimn({ duration: 100 })
    const { box } = await show(limn)
    await box.click()
    await limn.generate({ prompt: 'before their eyes' }).outcome
    leave()
    limn.generate({ prompt: 'a fox in snow' })
    await expect.poll(shown, { timeout: 5000 }).toEqual([['Done', 'a fox in snow']])
    const [notice] = Shown.notices
    expect(notice!.close).not.toHaveBeenCalled()
    comeBack()
    expect(notice!.close).toHaveBeenCalledOnce()
  })

  it('bring the page to the front when they are pressed', async () => {
    const { limn } = openLimn({ duration: 100 })
    const { box } = await show(limn)
    await box.click()
    leave()
    limn.generate({ prompt: 'a fox in snow' })
    await expect.poll(shown, { timeout: 5000 }).toHaveLength(1)
    const front = vi.spyOn(window, 'focus')
    Shown.notices[0]!.dispatchEvent(new Event('click'))
    expect(front).toHaveBeenCalledOnce()
    expect(Shown.notices[0]!.close).toHaveBeenCalledOnce()
  })

  it('are silent of what another window of the app shows to its user', async () => {
    const { limn } = openLimn({ duration: 100 })
    const { box } = await show(limn)
    await box.click()
    leave()
    const other = new BroadcastChannel('limn:seen')
    const { key, outcome } = limn.generate({ prompt: 'seen elsewhere' })
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a BroadcastChannel takes none
    other.postMessage(`${key} succeeded`)
    await outcome
    limn.generate({ prompt: 'seen by nobody' })
    await expect.poll(shown, { timeout: 5000 }).toEqual([['Done', 'seen by nobody']])
    other.close()
  })

  it('are wished for once: by another visit too, and no more when they were turned off', async () => {
    const { limn } = openLimn({ duration: 100 })
    const first = await show(limn)
    await first.box.click()
    await expect.element(first.box).toBeChecked()
    await first.unmount()
    const { box } = await show(limn)
    await expect.element(box).toBeChecked()
    await box.click()
    await expect.element(box).not.toBeChecked()
    expect(Shown.requestPermission).toHaveBeenCalledOnce()
  })

  it('speak the language of the page, in the words of the user, cut where no notice is that long', async () => {
    const { limn } = openLimn({ duration: 100 })
    const { box } = await show(
      limn,
      <MessagesProvider messages={zhCN}>
        <GenerationTray notify />
      </MessagesProvider>,
    )
    await expect.element(box).toHaveAccessibleName('完成后通知我')
    await box.click()
    leave()
    limn.generate({ prompt: '雪'.repeat(3000) })
    await expect.poll(shown, { timeout: 5000 }).toEqual([[zhCN.status.succeeded, '雪'.repeat(200)]])
    expect(Shown.notices[0]!.options?.lang).toBe('zh-CN')
  })
})

describe('the switch', () => {
  it('says why it cannot be turned', async () => {
    Shown.answer = 'denied'
    const { box } = await show(openLimn().limn)
    await box.click()
    await expect.element(box).toBeDisabled()
    await expect.element(box).not.toBeChecked()
    await expect.element(box).toHaveAccessibleDescription(/^Your browser blocks notifications/)
  })

  it('stays off when the question was put aside', async () => {
    Shown.answer = 'default'
    const { box } = await show(openLimn().limn)
    await box.click()
    await expect.poll(() => Shown.requestPermission.mock.calls).toHaveLength(1)
    await expect.element(box).not.toBeChecked()
    await expect.element(box).toBeEnabled()
  })

  it('is not there where the browser has no notices, or shows none to a page', async () => {
    vi.stubGlobal('Notification', undefined)
    const { box: nowhere, unmount } = await show(openLimn().limn)
    expect(nowhere.query()).toBeNull()
    await unmount()
    vi.stubGlobal('Notification', Shown)
    const { limn } = openLimn({ duration: 100 })
    const { box } = await show(limn)
    await box.click()
    await expect.element(box).toBeChecked()
    class Refusing extends Shown {
      constructor() {
        super('')
        throw new TypeError('Illegal constructor')
      }
    }
    vi.stubGlobal('Notification', Refusing)
    leave()
    limn.generate({ prompt: 'a fox in snow' })
    await expect.element(box, { timeout: 5000 }).not.toBeInTheDocument()
  })
})
