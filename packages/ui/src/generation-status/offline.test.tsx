import type { Generation } from '@limn/core'
import { LimnProvider, useGenerations } from '@limn/react'
import { act, cleanup, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { MessagesProvider } from '../messages/MessagesProvider.tsx'
import { en } from '../messages/en.ts'
import { zhCN } from '../messages/zh-CN.ts'
import { mountLimn } from '../test/mountLimn.tsx'
import { openLimn } from '../test/openLimn.ts'
import { samples } from '../test/samples.ts'
import { setOnline } from '../test/setOnline.ts'
import { GenerationStatus } from './GenerationStatus.tsx'
import { statusView } from './statusView.ts'

const heard = vi.fn<(text: string) => void>()
beforeEach(() => {
  heard.mockClear()
  Reflect.set(Element.prototype, 'ariaNotify', heard)
})
afterEach(() => {
  cleanup()
  setOnline(true)()
  Reflect.deleteProperty(Element.prototype, 'ariaNotify')
})

const All = () => useGenerations().generations.map((one) => <GenerationStatus key={one.key} generation={one} />)
const go = (online: boolean) => act(() => void setOnline(online))
const heardNow = () => heard.mock.calls.splice(0).flat()

describe('a browser that is offline', () => {
  it('says so at once of all that run, and takes it back at once; it is heard once each way', async () => {
    const { limn } = mountLimn(<All />, { duration: 60_000 })
    limn.generate({ prompt: 'a fox' })
    limn.generate({ prompt: 'a hen' })
    const groups = (name: string) => screen.queryAllByRole('group', { name })
    await waitFor(() => expect(groups('Queued at the service')).toHaveLength(2), { timeout: 10_000 })
    await waitFor(() => expect(heard.mock.calls.flat()).toContain('Queued at the service: a hen'))
    heardNow()
    go(false)
    expect(groups('You are offline')).toHaveLength(2)
    expect(screen.getAllByText('It goes on without you, and is looked at when you are back.')).toHaveLength(2)
    await waitFor(() => expect(heardNow()).toEqual(['You are offline']))
    go(true)
    expect(groups('You are offline')).toHaveLength(0)
    await waitFor(() =>
      expect(heardNow().toSorted()).toEqual(['a fox', 'a hen'].map((words) => `Queued at the service: ${words}`)),
    )
    go(false)
    await waitFor(() => expect(heardNow()).toEqual(['You are offline']))
  })

  it('can reach a proxy on this very machine', () => {
    const { limn } = openLimn({}, {}, { endpoint: 'http://localhost/api/images' })
    render(
      <LimnProvider limn={limn}>
        <GenerationStatus generation={samples.processing} />
      </LimnProvider>,
    )
    go(false)
    expect(screen.getByRole('group', { name: 'Generating' })).toBeVisible()
  })

  it('says it in Chinese', () => {
    mountLimn(
      <MessagesProvider messages={zhCN}>
        <GenerationStatus generation={samples.processing} />
      </MessagesProvider>,
    )
    go(false)
    expect(screen.getByRole('group', { name: '你已离线' })).toBeVisible()
    expect(screen.getByText('图片仍在继续生成，恢复联网后会查看进展。')).toBeVisible()
  })
})

describe('how loud it is', () => {
  const { pending, stale, needsAuth, detached, confirming, submitting, queued, failed, succeeded } = samples
  const offline = (generation: Generation) => statusView(generation, en, false)

  it.each([
    ['louder than a status', pending],
    ['louder than the last look', stale],
  ])('%s', (_how, generation) => {
    expect(offline(generation)).toMatchObject({ ...en.flags.offline, tone: 'caution' })
  })

  it.each([
    ['weaker than the sign-in that it waits for', needsAuth],
    ['no matter to what nobody waits for', detached],
    ['no matter to what is asked about', confirming],
    ['no matter to what failed', failed],
    ['no matter to what is done', succeeded],
  ])('%s', (_how, generation) => {
    expect(offline(generation)).toEqual(statusView(generation, en))
  })

  it.each([queued, submitting])('of what is not accepted it does not say that it goes on', (generation) => {
    expect(offline(generation)).toMatchObject({
      title: en.flags.offline.title,
      advice: statusView(generation, en).advice,
    })
  })
})
