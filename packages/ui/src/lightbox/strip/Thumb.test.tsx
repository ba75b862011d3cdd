import { createLimn, LimnProvider, useCapabilities } from '@limn/react'
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { Thumb } from './Thumb.tsx'

afterEach(cleanup)

const OWN = '/api/images/tasks/h1/images/0?s=proof'

const Source = () => <p>{useCapabilities().source}</p>

function mount(url: string, features: readonly string[]) {
  const fetch = async () => Response.json({ limn: 1, features })
  const limn = createLimn({ endpoint: 'http://limn.test/images', journal: 'memory', fetch })
  const { container } = render(
    <LimnProvider limn={limn}>
      <Thumb url={url} fallback="1" />
      <Source />
    </LimnProvider>,
  )
  return { picture: () => container.querySelector('img') }
}

describe('Thumb', () => {
  it('is the small picture that the proxy makes, and its number where it cannot be had', async () => {
    const { picture } = mount(OWN, ['images', 'thumbnails'])
    await waitFor(() => expect(picture()).toHaveAttribute('src', `${OWN}&w=320`))
    fireEvent.error(picture()!)
    expect(picture()).toBeNull()
    expect(screen.getByText('1')).toBeVisible()
  })

  it.each([
    ['a proxy that makes none', OWN, ['images']],
    ['a picture that the proxy does not serve', 'https://cdn.example/a.png?w=4096', ['images', 'thumbnails']],
  ])('never is the whole picture: %s', async (_, url, features) => {
    const { picture } = mount(url, features)
    await screen.findByText('proxy')
    expect(picture()).toBeNull()
    expect(screen.getByText('1')).toBeVisible()
  })
})
