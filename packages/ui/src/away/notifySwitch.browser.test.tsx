import { describe, expect, it, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { en } from '../messages/en.ts'
import { leave, noticesOfFile, one, PATIENCE, showTray, Shown } from '../test/trayWithNotices.tsx'

noticesOfFile()

describe('the switch', () => {
  it('is a wish of this browser: found on by another visit, turned off in another tab', async () => {
    const first = await showTray({ wished: false })
    await first.box.click()
    await expect.element(first.box).toBeChecked()
    await first.unmount()
    const { box } = await showTray({ wished: false })
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
    const { box } = await showTray({ wished: false })
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
    const { box } = await showTray({ wished: false })
    await box.click()
    await expect.poll(() => Shown.requestPermission.mock.calls).toHaveLength(1)
    await expect.element(box).not.toBeChecked()
  })

  it('works for this visit where nothing can be kept', async () => {
    const full = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    const { box } = await showTray({ wished: false })
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
    const nowhere = await showTray({ wished: false })
    expect(nowhere.box.query()).toBeNull()
    await nowhere.unmount()
    class Refusing extends Shown {
      constructor() {
        super('')
        throw new TypeError('Illegal constructor')
      }
    }
    vi.stubGlobal('Notification', Refusing)
    const { box, set } = await showTray()
    await expect.element(box).toBeChecked()
    await set(one('processing', 'one'))
    leave()
    await set(one('succeeded', 'one'))
    await expect.element(box, PATIENCE).toHaveAttribute('aria-disabled', 'true')
    await expect.element(box).not.toBeChecked()
  })
})
