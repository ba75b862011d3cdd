import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { StrictMode } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LimnProvider, type LimnOptions } from '../index.ts'
import { DraftBox, DraftList } from '../test/DraftBox.tsx'
import { picture } from '../test/picture.ts'
import { installIndexedDB } from '../test/storage.ts'
import { createWorld, type World } from '../test/world.ts'

installIndexedDB()
beforeEach(() => {
  // jsdom shows no pictures.
  URL.createObjectURL = () => `blob:${crypto.randomUUID()}`
  URL.revokeObjectURL = () => {}
})
afterEach(() => {
  cleanup()
  sessionStorage.clear()
})

const show = (world: World, options: LimnOptions = {}) =>
  render(
    <StrictMode>
      <LimnProvider endpoint={world.path} fetch={world.fetch} pollInterval={340} {...options}>
        <DraftBox />
        <DraftList />
      </LimnProvider>
    </StrictMode>,
  )
const field = () => screen.getByRole<HTMLTextAreaElement>('textbox')
const paste = (...files: File[]) => fireEvent.paste(field(), { clipboardData: { files } })
const write = (value: string) => fireEvent.change(field(), { target: { value } })
const submit = () => fireEvent.submit(screen.getByRole('form'))
/** The line of a file: its name, and where it is or why not. */
const row = (text: RegExp) =>
  waitFor(() => {
    const found = screen.queryAllByRole('listitem').find((one) => text.test(one.textContent))
    if (!found) throw new Error(`no line ${text}: ${document.querySelector('ul')?.textContent}`)
    return found
  })
const succeeded = () => screen.findByText('succeeded')
const uploads = (world: World) => world.sent.filter((line) => line === 'POST /references').length
const creates = (world: World) => world.simulator.creates

/** Lets uploads through when it is called. */
function holdUploads(world: World) {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  world.intercept = (request) => (request.url.endsWith('/references') ? promise : undefined)
  return () => resolve(undefined)
}

const openWorld = (maxBytes = 5000) => createWorld('limn', { maxBytes })

describe('a file in a draft', () => {
  it('is uploaded at once, and the create names its URL', async () => {
    const world = openWorld()
    show(world)
    paste(picture('fox.png'))
    await row(/fox.png there/)
    expect([uploads(world), creates(world).length]).toEqual([1, 0])
    write('make it blue')
    submit()
    await succeeded()
    expect(creates(world)[0]!.request.image_urls).toEqual([expect.stringMatching(/\/references\/.+\.png$/)])
    await waitFor(() => expect(screen.queryByRole('listitem')).toBeNull())
    expect([uploads(world), creates(world).length]).toEqual([1, 1])
  })

  it('is waited for: pressed many times meanwhile, it is one create, sent when the file is there', async () => {
    const world = openWorld()
    const release = holdUploads(world)
    show(world)
    paste(picture('fox.png'))
    write('make it blue')
    submit()
    submit()
    expect(await screen.findByText('sends when uploaded')).toBeInTheDocument()
    expect(await screen.findByText('queued')).toBeInTheDocument()
    await waitFor(() => expect(uploads(world)).toBe(1))
    expect(world.sent).not.toContain('POST /generations')
    release()
    await row(/fox.png there/)
    submit()
    await succeeded()
    expect([uploads(world), creates(world).length]).toEqual([1, 1])
    expect(creates(world)[0]!.request.image_urls).toHaveLength(1)
  })

  it('that is taken out while it is waited for calls the create off', async () => {
    const world = openWorld()
    const release = holdUploads(world)
    show(world)
    paste(picture('fox.png'))
    write('make it blue')
    submit()
    await screen.findByText('sends when uploaded')
    fireEvent.click(screen.getByRole('button', { name: 'Remove fox.png' }))
    expect(await screen.findByText('canceled')).toBeInTheDocument()
    release()
    expect(field()).toHaveValue('make it blue')
    submit()
    await succeeded()
    expect(creates(world).map(({ request }) => request.image_urls ?? [])).toEqual([[]])
  })

  it('whose upload fails says so, and goes up when asked once more; nothing is sent by itself', async () => {
    const world = openWorld()
    world.intercept = (request) =>
      request.url.endsWith('/references') ? Promise.reject(new TypeError('cut')) : undefined
    show(world)
    paste(picture('fox.png'))
    write('make it blue')
    submit()
    await row(/fox.png network/)
    expect(await screen.findByText('failed')).toBeInTheDocument()
    expect(world.sent).not.toContain('POST /generations')
    world.intercept = undefined
    fireEvent.click(screen.getByRole('button', { name: 'Retry' }))
    await row(/fox.png there/)
    expect(world.sent).not.toContain('POST /generations')
    submit()
    await succeeded()
    expect(creates(world)).toHaveLength(1)
  })

  it('of the wrong kind, too big or too many is told by its name, sent nowhere, and takes no other with it', async () => {
    const world = openWorld(4000)
    show(world)
    await waitFor(() => expect(world.sent).toContain('GET /capabilities'))
    const many = Array.from({ length: 15 }, (_, index) => picture(`ok${index}.png`))
    paste(new File(['%PDF-1.7'], 'brief.png', { type: 'image/png' }), picture('big.png', 5000), ...many)
    await row(/brief.png unsupported_media_type/)
    await row(/big.png request_too_large/)
    await row(/ok13.png there/)
    expect(await row(/ok14.png invalid_request/)).toBeInTheDocument()
    expect(uploads(world)).toBe(14)
    fireEvent.click(screen.getByRole('button', { name: 'Remove big.png' }))
    fireEvent.click(screen.getByRole('button', { name: 'Retry' }))
    await row(/ok14.png there/)
  })

  it('goes where the app wants it, also on a plain proxy', async () => {
    const world = createWorld('plain')
    const uploadReference = vi.fn<NonNullable<LimnOptions['uploadReference']>>(async (_, { onProgress }) => {
      onProgress(0.5)
      return 'https://bucket.example/fox.png'
    })
    show(world, { uploadReference })
    paste(picture('fox.png'))
    await row(/fox.png there/)
    const [sent] = uploadReference.mock.calls[0]!
    expect(sent.type).toBe('image/png')
    write('make it blue')
    submit()
    await waitFor(() => expect(world.sent).toContain('POST /generations'))
    expect(uploads(world)).toBe(0)
  })

  it('is refused where nobody takes it', async () => {
    show(createWorld('plain'))
    paste(picture('fox.png'))
    await row(/fox.png reference_refused/)
    expect(screen.queryByRole('button', { name: 'Retry' })).toBeNull()
  })
})

describe('a URL that has run out', () => {
  it('is made again from the file, and the create is sent only when the user asks', async () => {
    const world = openWorld()
    show(world)
    paste(picture('fox.png'))
    write('make it blue')
    await row(/fox.png there/)
    world.files.clear()
    submit()
    await waitFor(() => expect(screen.getByRole('alert')).toHaveTextContent('reference_expired'))
    await waitFor(() => expect(uploads(world)).toBe(2))
    await row(/fox.png there/)
    expect(creates(world)).toHaveLength(0)
    submit()
    await succeeded()
    expect([uploads(world), creates(world).length]).toEqual([2, 1])
  })

  it('by the clock is made again before anything is sent', async () => {
    const world = createWorld('limn')
    let made = 0
    const uploadReference = async () => {
      made += 1
      return { url: `https://bucket.example/${made}.png`, expiresAt: Date.now() + (made === 1 ? 30_000 : 3_600_000) }
    }
    show(world, { uploadReference })
    paste(picture('fox.png'))
    write('make it blue')
    await row(/fox.png there/)
    submit()
    await waitFor(() => expect(creates(world)).toHaveLength(1))
    expect(creates(world)[0]!.request.image_urls).toEqual(['https://bucket.example/2.png'])
    expect(made).toBe(2)
  })
})
