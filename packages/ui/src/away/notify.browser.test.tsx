import type { Generation } from '@limn/core'
import { LimnProvider, type Limn } from '@limn/react'
import { sampleGeneration } from '@limn/simulator'
import { StrictMode } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { cleanup, render } from 'vitest-browser-react'
import { GenerationTray } from '../generation-tray/GenerationTray.tsx'
import { en } from '../messages/en.ts'
import type { Messages } from '../messages/Messages.ts'
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
  readonly title: string
  readonly options: NotificationOptions | undefined
  readonly close = vi.fn<() => void>()
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

const PATIENCE = { timeout: 5000 }
const shown = () => Shown.notices.map(({ title, options }) => [title, options?.body])
const closed = () => Shown.notices.map(({ close }) => close.mock.calls.length)
const leave = () => hasFocus.mockReturnValue(false)
const comeBack = () => {
  hasFocus.mockReturnValue(true)
  dispatchEvent(new Event('focus'))
}
const one = (status: 'processing' | 'uncertain' | 'succeeded' | 'failed', key: string, more: object = {}) =>
  ({ ...sampleGeneration(status, { key, request: { prompt: `a fox, ${key}` } }), ...more }) as Generation

/** The list open. `wished`: the switch is on already. `limn`: in place of what `set` shows. */
async function show({ messages = en, notify = true, wished = true, limn }: Showing = {}) {
  if (wished) {
    Shown.permission = 'granted'
    localStorage.setItem('limn:notify', 'on')
  }
  const { limn: nobody } = openLimn()
  const page = (generations: readonly Generation[] | undefined) => (
    <StrictMode>
      <LimnProvider limn={limn ?? nobody}>
        <MessagesProvider messages={messages}>
          <style>{styles}</style>
          <GenerationTray notify={notify} generations={generations} />
        </MessagesProvider>
      </LimnProvider>
    </StrictMode>
  )
  const view = await render(page(limn ? undefined : []))
  await view.getByRole('button', { name: messages.tray.title, exact: false }).click()
  await expect.element(view.getByRole('button', { name: messages.image.close })).toBeVisible()
  const set = (...generations: readonly Generation[]) => view.rerender(page(generations))
  return { ...view, set, box: view.getByRole('checkbox', { name: messages.tray.notify }) }
}
interface Showing {
  messages?: Messages
  notify?: boolean
  wished?: boolean
  limn?: Limn
}

describe('notices of the system', () => {
  it('are offered where the app wants that, and asked for by nobody but the user', async () => {
    const { limn } = openLimn({ duration: 100 })
    const plain = await show({ limn, notify: false, wished: false })
    expect(plain.box.query()).toBeNull()
    await plain.unmount()
    const { box } = await show({ limn, wished: false })
    await expect.element(box).not.toBeChecked()
    leave()
    await limn.generate({ prompt: 'a fox in snow' }).outcome
    expect(Shown.requestPermission).not.toHaveBeenCalled()
    await box.click()
    await expect.element(box).toBeChecked()
    expect(Shown.requestPermission).toHaveBeenCalledOnce()
    limn.generate({ prompt: 'a hen in rain' })
    await expect.poll(shown, PATIENCE).toEqual([['Done', 'a hen in rain']])
  })

  it('say what has ended or needs its user who is elsewhere, and go when they are back', async () => {
    const { set } = await show()
    await set(
      one('processing', 'seen'),
      one('processing', 'done'),
      one('processing', 'auth'),
      one('uncertain', 'asks', { confirming: true }),
    )
    await set(
      one('succeeded', 'seen'),
      one('processing', 'done'),
      one('processing', 'auth'),
      one('uncertain', 'asks', { confirming: true }),
    )
    leave()
    await set(
      one('succeeded', 'seen'),
      one('succeeded', 'done'),
      one('processing', 'auth', { needsAuth: true }),
      one('uncertain', 'asks'),
    )
    await expect.poll(shown, PATIENCE).toEqual([
      [en.status.succeeded, 'a fox, done'],
      [en.flags.needsAuth.title, 'a fox, auth'],
      [en.status.uncertain, 'a fox, asks'],
    ])
    expect(closed()).toEqual([0, 0, 0])
    comeBack()
    expect(closed()).toEqual([1, 1, 1])
  })

  it('bring the page to the front when they are pressed', async () => {
    const { set } = await show()
    await set(one('processing', 'one'))
    leave()
    await set(one('succeeded', 'one'))
    await expect.poll(shown, PATIENCE).toHaveLength(1)
    const front = vi.spyOn(window, 'focus')
    Shown.notices[0]!.dispatchEvent(new Event('click'))
    expect(front).toHaveBeenCalledOnce()
    expect(closed()).toEqual([1])
    front.mockRestore()
  })

  it('are silent of what another window of the app shows to its user, and tell the others what this one shows', async () => {
    const { set } = await show()
    const other = new BroadcastChannel('limn:seen')
    const heard: unknown[] = []
    other.addEventListener('message', ({ data }) => heard.push(data))
    await set(one('processing', 'here'), one('processing', 'there'), one('processing', 'nowhere'))
    await set(one('succeeded', 'here'), one('processing', 'there'), one('processing', 'nowhere'))
    await expect.poll(() => heard).toEqual(['here succeeded'])
    leave()
    await set(one('succeeded', 'here'), one('succeeded', 'there'), one('processing', 'nowhere'))
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a BroadcastChannel takes none
    other.postMessage('there succeeded')
    await set(one('succeeded', 'here'), one('succeeded', 'there'), one('succeeded', 'nowhere'))
    await expect.poll(shown, PATIENCE).toEqual([['Done', 'a fox, nowhere']])
    // Whoever tells the same in another tab replaces it.
    expect(Shown.notices[0]!.options?.tag).toBe('nowhere succeeded')
    other.close()
  })

  it('say nothing of what is so no more, of what has gone, nor to one who is back in time', async () => {
    const { set } = await show()
    await set(one('processing', 'mended', { needsAuth: false }), one('processing', 'gone'), one('processing', 'seen'))
    leave()
    await set(one('processing', 'mended', { needsAuth: true }), one('failed', 'gone'), one('processing', 'seen'))
    await set(one('processing', 'mended'), one('processing', 'seen'), one('processing', 'last'))
    await set(one('processing', 'mended'), one('succeeded', 'seen'), one('processing', 'last'))
    comeBack()
    leave()
    await set(one('processing', 'mended'), one('succeeded', 'seen'), one('succeeded', 'last'))
    await expect.poll(shown, PATIENCE).toEqual([['Done', 'a fox, last']])
    // Whoever signs out takes their words along.
    await set()
    expect(closed()).toEqual([1])
  })

  it('end with the part, the page or the wish', async () => {
    const { set, box, unmount } = await show()
    await set(one('processing', 'off'), one('processing', 'one'), one('processing', 'two'))
    leave()
    await set(one('succeeded', 'off'), one('processing', 'one'), one('processing', 'two'))
    await box.click()
    await expect.element(box).not.toBeChecked()
    await box.click()
    await expect.element(box).toBeChecked()
    await set(one('succeeded', 'off'), one('succeeded', 'one'), one('processing', 'two'))
    await expect.poll(shown, PATIENCE).toEqual([['Done', 'a fox, one']])
    await set(one('succeeded', 'off'), one('succeeded', 'one'), one('succeeded', 'two'))
    await unmount()
    expect(closed()).toEqual([1])
    const next = await show()
    await next.set(one('processing', 'next'))
    leave()
    await next.set(one('succeeded', 'next'))
    await expect.poll(shown, PATIENCE).toEqual([
      ['Done', 'a fox, one'],
      ['Done', 'a fox, next'],
    ])
  })

  it('come from a hidden tab too', async () => {
    const { limn } = openLimn({ duration: 1500 })
    await show({ limn })
    limn.generate({ prompt: 'a fox in snow' })
    await expect.poll(() => limn.list()[0]?.taskId).toBeDefined()
    leave()
    const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
    await expect.poll(shown, { timeout: 10_000 }).toEqual([['Done', 'a fox in snow']])
    visibility.mockRestore()
  })

  it('speak the language of the page, in the words of the user, cut where no notice is that long', async () => {
    const { set, box } = await show({ messages: zhCN })
    await expect.element(box).toHaveAccessibleName('图片完成后通知我')
    const prompt = `a${'\u{1F98A}'.repeat(3000)}`
    const long = (status: 'processing' | 'succeeded') => sampleGeneration(status, { key: 'long', request: { prompt } })
    await set(long('processing'))
    leave()
    await set(long('succeeded'))
    await expect.poll(shown, PATIENCE).toEqual([[zhCN.status.succeeded, `a${'\u{1F98A}'.repeat(99)}\uFFFD`]])
    expect(Shown.notices[0]!.options?.lang).toBe('zh-CN')
  })
})

describe('the switch', () => {
  it('is a wish of this browser: found on by another visit, turned off in another tab', async () => {
    const first = await show({ wished: false })
    await first.box.click()
    await expect.element(first.box).toBeChecked()
    await first.unmount()
    const { box } = await show({ wished: false })
    await expect.element(box).toBeChecked()
    localStorage.setItem('limn:notify', 'off')
    dispatchEvent(new StorageEvent('storage', { key: 'limn:notify' }))
    await expect.element(box).not.toBeChecked()
    await box.click()
    await expect.element(box).toBeChecked()
    expect(Shown.requestPermission).toHaveBeenCalledOnce()
  })

  it('says why it cannot be turned, keeps the focus, and hears when that was changed in the settings', async () => {
    const said = vi.fn<(text: string) => void>()
    Reflect.set(Element.prototype, 'ariaNotify', said)
    Shown.answer = 'denied'
    const { box } = await show({ wished: false })
    const element = box.element() as HTMLElement
    element.focus()
    await userEvent.keyboard(' ')
    await expect.element(box).toHaveAttribute('aria-disabled', 'true')
    await expect.element(box).not.toBeChecked()
    await expect.element(box).toHaveAccessibleDescription(en.tray.notifyBlocked)
    await expect.poll(() => said.mock.calls).toEqual([[en.tray.notifyBlocked]])
    expect(document.activeElement).toBe(element)
    await userEvent.keyboard(' ')
    await expect.element(box).not.toBeChecked()
    expect(Shown.requestPermission).toHaveBeenCalledOnce()
    Shown.permission = 'default'
    dispatchEvent(new Event('focus'))
    await expect.element(box).toHaveAttribute('aria-disabled', 'false')
    Reflect.deleteProperty(Element.prototype, 'ariaNotify')
  })

  it('stays off when the question was put aside', async () => {
    Shown.answer = 'default'
    const { box } = await show({ wished: false })
    await box.click()
    await expect.poll(() => Shown.requestPermission.mock.calls).toHaveLength(1)
    await expect.element(box).not.toBeChecked()
  })

  it('works for this visit where nothing can be kept', async () => {
    const full = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    const { box } = await show({ wished: false })
    await box.click()
    await expect.element(box).toBeChecked()
    await box.click()
    await expect.element(box).not.toBeChecked()
    full.mockRestore()
    // What can be kept again is.
    await box.click()
    await expect.poll(() => localStorage.getItem('limn:notify')).toBe('on')
  })

  it('is not there where there are no notices, and says so where a page is shown none after all', async () => {
    vi.stubGlobal('Notification', undefined)
    const nowhere = await show({ wished: false })
    expect(nowhere.box.query()).toBeNull()
    await nowhere.unmount()
    class Refusing extends Shown {
      constructor() {
        super('')
        throw new TypeError('Illegal constructor')
      }
    }
    vi.stubGlobal('Notification', Refusing)
    const { box, set } = await show()
    await expect.element(box).toBeChecked()
    await set(one('processing', 'one'))
    leave()
    await set(one('succeeded', 'one'))
    await expect.element(box, PATIENCE).toHaveAttribute('aria-disabled', 'true')
    await expect.element(box).not.toBeChecked()
  })
})
