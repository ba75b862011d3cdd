import { sampleGeneration } from '@limn/simulator'
import { cleanup, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ImageStudio } from '../image-studio/ImageStudio.tsx'
import { mountLimn } from '../test/mountLimn.tsx'
import { Gallery } from './Gallery.tsx'
import { GalleryItem } from './GalleryItem.tsx'
import type { RenderEntry } from './Rows.tsx'

afterEach(cleanup)

const entry: RenderEntry = (generation, draft) => <GalleryItem generation={generation} draft={draft} />
const field = () => screen.getByRole('textbox', { name: 'Describe a picture' })

describe('the empty wall', () => {
  it('fills the form and spends nothing', async () => {
    const { simulator, limn } = mountLimn(<ImageStudio persist={false} examples={['A heron, cut from paper']} />)
    await userEvent.click(await screen.findByRole('button', { name: /A heron, cut from paper/ }))
    expect(field()).toHaveValue('A heron, cut from paper')
    expect(field()).toHaveFocus()
    expect(screen.getByRole('radio', { name: '3:2' })).toBeChecked()
    expect(limn.list()).toEqual([])
    expect(simulator.creates).toHaveLength(0)
  })
})

describe('a row', () => {
  it('is made of a sentence, its settings and its pictures, newest first', async () => {
    const generations = [
      sampleGeneration('processing', { request: { prompt: 'the second', size: '1920x1088' } }),
      sampleGeneration('succeeded', {
        request: { prompt: 'the first', n: 2, size: '3824x2160' },
        createdAt: Date.now() - 150_000,
      }),
    ]
    mountLimn(<Gallery generations={generations}>{entry}</Gallery>)
    expect(screen.getAllByRole('article').map((row) => within(row).getByRole('heading').textContent)).toEqual([
      'the second',
      'the first',
    ])
    expect(screen.getByText('2 generations, 2 pictures')).toBeVisible()
    const facts = within(screen.getAllByRole('article')[1]!)
    for (const fact of ['16:9', '4K', '20 credits', /^[23] min ago$/])
      expect(await facts.findByText(fact)).toBeVisible()
  })

  it('brings words and settings back into the form', async () => {
    const { limn } = mountLimn(<ImageStudio persist={false} />)
    await limn.generate({ prompt: 'a fox in snow', n: 2, size: '1024x1536' }).outcome
    await userEvent.click(await screen.findByRole('button', { name: 'Remix' }))
    expect(field()).toHaveValue('a fox in snow')
    expect(screen.getByRole('radio', { name: '2:3' })).toBeChecked()
    expect(screen.getByRole('spinbutton', { name: 'How many' })).toHaveValue(2)
  })

  it('leaves focus in the gallery when it removes itself', async () => {
    const { limn } = mountLimn(<Gallery>{entry}</Gallery>)
    await limn.generate({ prompt: 'a fox in snow' }).outcome
    await userEvent.click(await screen.findByRole('button', { name: 'Remove' }))
    await waitFor(() => expect(screen.queryByRole('article')).toBeNull())
    expect(screen.getByRole('region', { name: 'Nothing drawn yet' })).toHaveFocus()
  })

  it('shows that its words could not be copied, and how they can be had', async () => {
    const user = userEvent.setup()
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValueOnce(new DOMException('no', 'NotAllowedError'))
    mountLimn(<GalleryItem generation={sampleGeneration('succeeded')} />)
    const copy = await screen.findByRole('button', { name: 'Copy prompt' })
    await user.click(copy)
    const note = 'The browser did not allow it. Select the words and copy them.'
    expect(await within(screen.getByRole('article')).findByText(note)).toBeVisible()
    await user.click(copy)
    await waitFor(() => expect(within(screen.getByRole('article')).queryByText(note)).toBeNull())
  })
})
