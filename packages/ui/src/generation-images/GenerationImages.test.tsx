import type { Generation } from '@limn/core'
import { LimnProvider, useGenerations } from '@limn/react'
import { sampleGeneration } from '@limn/simulator'
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { mountLimn } from '../test/mountLimn.tsx'
import { openLimn } from '../test/openLimn.ts'
import { GenerationImages } from './GenerationImages.tsx'

afterEach(cleanup)

const plates = () => screen.getAllByRole('listitem')

describe('GenerationImages', () => {
  it('keeps a place for every picture that was asked for', () => {
    mountLimn(
      <GenerationImages generation={sampleGeneration('processing', { request: { n: 4, size: '1536x1024' } })} />,
    )
    expect(plates()).toHaveLength(4)
    expect(screen.getByRole('list').style.getPropertyValue('--limn-ratio')).toBe('1.5')
    expect(screen.queryByRole('img')).toBeNull()
  })

  it('shows pictures that tell nobody where they stand, in a box of their own', () => {
    mountLimn(<GenerationImages generation={sampleGeneration('succeeded', { request: { n: 2, size: '1024x1536' } })} />)
    const [first] = screen.getAllByRole('img')
    expect(screen.getAllByRole('img').map((image) => image.getAttribute('alt'))).toEqual([
      'A fox in snow (1 of 2)',
      'A fox in snow (2 of 2)',
    ])
    expect(first).toHaveAttribute('referrerpolicy', 'no-referrer')
    expect(first).toHaveAttribute('loading', 'lazy')
    expect(first).toHaveAttribute('decoding', 'async')
    expect(first).toHaveAttribute('width', '1024')
    expect(first).toHaveAttribute('height', '1536')
  })

  it('says which were not delivered, and which have expired', () => {
    const { images }: Generation = sampleGeneration('succeeded', { request: { n: 2 } })
    const kept = images.map((image) => Object.assign({}, image, { expired: image.index === 1 }))
    mountLimn(<GenerationImages generation={sampleGeneration('succeeded', { images: kept, request: { n: 3 } })} />)
    expect(plates().map((plate) => plate.textContent)).toEqual(['1', 'No longer available2', 'Not delivered3'])
  })

  it('asks once for a picture that does not load, then says it has expired', async () => {
    const Newest = () => {
      const [generation] = useGenerations().generations
      return generation && <GenerationImages generation={generation} />
    }
    const { limn, requests } = mountLimn(<Newest />)
    await limn.generate({ prompt: 'a fox in snow' }).outcome
    const image = await screen.findByRole('img')
    const before = requests.length
    fireEvent.error(image)
    expect(await screen.findByText('No longer available')).toBeVisible()
    await waitFor(() => expect(limn.list()[0]?.images[0]?.expired).toBe(true))
    expect(requests.slice(before)).toEqual([expect.stringMatching(/^GET \/tasks\//)])
    expect(screen.queryByRole('img')).toBeNull()
  })
})

it('gives a picture of unknown size its own shape once it is there', () => {
  mountLimn(<GenerationImages generation={sampleGeneration('succeeded', { images: [AUTO] })} />)
  const image = screen.getByRole<HTMLImageElement>('img')
  Object.defineProperties(image, { naturalWidth: { value: 900 }, naturalHeight: { value: 600 } })
  fireEvent.load(image)
  expect(screen.getByRole('button', { name: 'Open picture 1' }).style.getPropertyValue('--limn-ratio')).toBe('1.5')
})

const AUTO = { index: 0, url: 'https://example.com/fox.png', archived: false, expired: false }

it('asks nobody a second time, whatever fresh URLs come', () => {
  const { limn } = openLimn()
  const imageFailed = vi.spyOn(limn, 'imageFailed')
  const shown = (url: string) => (
    <LimnProvider limn={limn}>
      <GenerationImages generation={sampleGeneration('succeeded', { key: 'one', images: [{ ...AUTO, url }] })} />
    </LimnProvider>
  )
  const { rerender } = render(shown(AUTO.url))
  fireEvent.error(screen.getByRole('img'))
  rerender(shown(`${AUTO.url}?fresh`))
  fireEvent.error(screen.getByRole('img'))
  expect(imageFailed).toHaveBeenCalledOnce()
  expect(screen.getByText('No longer available')).toBeVisible()
})
