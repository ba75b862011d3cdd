import type { Generation } from '@limn/core'
import { LimnProvider, type Limn } from '@limn/react'
import { sampleGeneration } from '@limn/simulator'
import { StrictMode } from 'react'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import type { Locator } from 'vitest/browser'
import { cleanup, render } from 'vitest-browser-react'
import { GenerationTray } from '../generation-tray/GenerationTray.tsx'
import { en } from '../messages/en.ts'
import type { Messages } from '../messages/Messages.ts'
import { MessagesProvider } from '../messages/MessagesProvider.tsx'
import styles from '../styles.css?inline'
import { openLimn } from './openLimn.ts'

/** The browser's own, as far as it is used: what would be shown, and the user's answer. */
export class Shown extends EventTarget {
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

/** A browser that shows notices, and a user who is here, for each test of a file. */
export function noticesOfFile() {
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
}

export const PATIENCE = { timeout: 5000 }
export const shown = () => Shown.notices.map(({ title, options }) => [title, options?.body])
export const closed = () => Shown.notices.map(({ close }) => close.mock.calls.length)
export const leave = () => hasFocus.mockReturnValue(false)
export const comeBack = () => {
  hasFocus.mockReturnValue(true)
  dispatchEvent(new Event('focus'))
}
export const one = (status: 'processing' | 'uncertain' | 'succeeded' | 'failed', key: string, more: object = {}) =>
  ({ ...sampleGeneration(status, { key, request: { prompt: `a fox, ${key}` } }), ...more }) as Generation

interface TrayView {
  readonly box: Locator
  readonly set: (...generations: readonly Generation[]) => Promise<void>
  readonly unmount: () => Promise<void>
}

interface Showing {
  messages?: Messages
  notify?: boolean
  wished?: boolean
  limn?: Limn
}

/** The tray's list, open. `wished`: the switch is on already. `limn`: in place of what `set` shows. */
export async function showTray({ messages = en, notify = true, wished = true, limn }: Showing = {}): Promise<TrayView> {
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
  return { unmount: view.unmount, set, box: view.getByRole('checkbox', { name: messages.tray.notify }) }
}
