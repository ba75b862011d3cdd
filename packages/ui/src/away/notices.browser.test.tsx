import { sampleGeneration } from '@limn/simulator'
import { describe, expect, it, vi } from 'vitest'
import { en } from '../messages/en.ts'
import { zhCN } from '../messages/zh-CN.ts'
import { openLimn } from '../test/openLimn.ts'
import {
  closed,
  comeBack,
  leave,
  noticesOfFile,
  one,
  PATIENCE,
  showTray,
  Shown,
  shown,
} from '../test/trayWithNotices.tsx'

noticesOfFile()

describe('notices of the system', () => {
  it('are offered where the app wants that, and asked for by nobody but the user', async () => {
    const { limn } = openLimn({ duration: 100 })
    const plain = await showTray({ limn, notify: false, wished: false })
    expect(plain.box.query()).toBeNull()
    await plain.unmount()
    const { box } = await showTray({ limn, wished: false })
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
    const { set } = await showTray()
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
    const { set } = await showTray()
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
    const { set } = await showTray()
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
    const { set } = await showTray()
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
    const { set, box, unmount } = await showTray()
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
    const next = await showTray()
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
    await showTray({ limn })
    limn.generate({ prompt: 'a fox in snow' })
    await expect.poll(() => limn.list()[0]?.taskId).toBeDefined()
    leave()
    const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
    await expect.poll(shown, { timeout: 10_000 }).toEqual([['Done', 'a fox in snow']])
    visibility.mockRestore()
  })

  it('speak the language of the page, in the words of the user, cut where no notice is that long', async () => {
    const { set, box } = await showTray({ messages: zhCN })
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
