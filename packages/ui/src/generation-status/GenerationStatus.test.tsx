import type { Generation } from '@limn/core'
import { useGenerations } from '@limn/react'
import { sampleGeneration } from '@limn/simulator'
import { cleanup, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import { mountLimn } from '../test/mountLimn.tsx'
import { GenerationStatus } from './GenerationStatus.tsx'

afterEach(cleanup)

const Newest = () => <GenerationStatus generation={useGenerations().generations[0]} fallback="nothing yet" />
const said = () => document.querySelector('[data-slot="limn-announcer"]')?.lastElementChild?.textContent ?? ''

/** What the live region says, in order. */
function listen(): { lines: string[]; stop: () => void } {
  const lines: string[] = []
  const observer = new MutationObserver((records) => {
    for (const { target, addedNodes } of records)
      if (target instanceof HTMLElement && target.dataset.slot === 'limn-announcer')
        lines.push(...Array.from(addedNodes, ({ textContent }) => textContent ?? ''))
  })
  observer.observe(document.body, { subtree: true, childList: true, characterData: true })
  return { lines, stop: () => observer.disconnect() }
}

describe('the live region', () => {
  it('says each transition once, and no tick of the clock', async () => {
    const heard = listen()
    const { limn } = mountLimn(<Newest />, { duration: 1500 })
    limn.generate({ prompt: 'a fox in snow' })
    await waitFor(() => expect(said()).toBe('Done: a fox in snow'), { timeout: 10_000 })
    heard.stop()
    expect(new Set(heard.lines).size).toBe(heard.lines.length)
    expect(heard.lines.at(-1)).toBe('Done: a fox in snow')
    for (const line of heard.lines)
      expect(line).toMatch(/^(Sending|Queued at the service|Generating|Done): a fox in snow$/)
  })

  it('is silent about what it finds at mount', () => {
    const before = said()
    mountLimn(<GenerationStatus generation={sampleGeneration('failed')} />)
    expect(screen.getByText('Could not be generated')).toBeVisible()
    expect(said()).toBe(before)
  })

  it('says a thing once, however many parts show it', async () => {
    const heard = listen()
    const { limn } = mountLimn(
      <>
        <Newest />
        <Newest />
      </>,
    )
    limn.generate({ prompt: 'two views of a fox' })
    await waitFor(() => expect(said()).toBe('Done: two views of a fox'), { timeout: 10_000 })
    heard.stop()
    expect(heard.lines.filter((line) => line === 'Done: two views of a fox')).toHaveLength(1)
  })
})

describe('uncertain', () => {
  const lost = async () => {
    const view = mountLimn(<Newest />)
    view.simulator.use({ on: 'create', times: 1, do: { cut: 'after' } })
    view.limn.generate({ prompt: 'a fox in snow' })
    await screen.findByText('Not sure it went through', undefined, { timeout: 10_000 })
    return view
  }

  it('offers to look again first, and says that a second try may charge again', async () => {
    const { simulator, limn } = await lost()
    const status = within(screen.getByRole('group', { name: 'Not sure it went through' }))
    expect(status.getAllByRole('button').map((button) => button.textContent)).toEqual([
      'Check again',
      'Try again (may charge again)',
      'Remove',
    ])
    await userEvent.click(status.getByRole('button', { name: 'Check again' }))
    await waitFor(() => expect(limn.list()[0]?.confirming).toBe(false))
    expect(simulator.creates).toHaveLength(1)
  })
})

describe('what it shows', () => {
  it('has a fallback while there is nothing', () => {
    mountLimn(<Newest />)
    expect(screen.getByText('nothing yet')).toBeVisible()
  })

  it('says that stopping to wait does not stop the charge', async () => {
    const { limn } = mountLimn(<Newest />, { duration: 60_000 })
    limn.generate({ prompt: 'a fox in snow' })
    await userEvent.click(await screen.findByRole('button', { name: 'Stop waiting' }, { timeout: 5000 }))
    expect(await screen.findByText('You stopped waiting. It will be finished, and charged.')).toBeVisible()
    expect(screen.getByRole('group', { name: 'Still being made' })).toHaveFocus()
    await userEvent.click(screen.getByRole('button', { name: 'Watch again' }))
    expect(await screen.findByRole('button', { name: 'Stop waiting' })).toBeVisible()
  })

  it('tells of fewer pictures, and of what the answer cost', () => {
    const { images }: Generation = sampleGeneration('succeeded', { request: { n: 3 } })
    mountLimn(<GenerationStatus generation={sampleGeneration('succeeded', { images, request: { n: 4 } })} />)
    expect(screen.getByText('3 of 4 delivered')).toBeVisible()
    expect(screen.getByText('The service made 3. Its answer says 40 credits.')).toBeVisible()
  })

  it('says the price of trying again', async () => {
    const { limn, simulator } = mountLimn(<Newest />)
    simulator.use({
      on: 'create',
      do: { outcome: 'failed', error: { code: 'generation_failed', message: 'gave up <b>' } },
    })
    limn.generate({ prompt: 'a fox in snow', n: 2 })
    expect(await screen.findByRole('button', { name: 'Try again, 20 credits' }, { timeout: 10_000 })).toBeVisible()
    expect(screen.getByText(/gave up <b>/)).toBeInTheDocument()
  })
})
