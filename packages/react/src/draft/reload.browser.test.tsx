import { StrictMode } from 'react'
import { afterEach, describe, expect, it } from 'vitest'
import { cleanup, render } from 'vitest-browser-react'
import { LimnProvider } from '../index.ts'
import { DraftBox, DraftList } from '../test/DraftBox.tsx'
import { picture } from '../test/picture.ts'
import { createWorld, type World } from '../test/world.ts'

afterEach(async () => {
  await cleanup()
  sessionStorage.clear()
})

async function open(world: World) {
  const view = await render(
    <StrictMode>
      <LimnProvider endpoint={world.path} fetch={world.fetch} pollInterval={340}>
        <DraftBox />
        <DraftList />
      </LimnProvider>
    </StrictMode>,
  )
  return {
    ...view,
    field: view.getByRole('textbox'),
    file: (state: string) =>
      expect
        .poll(() => view.container.querySelector('li')?.textContent, { timeout: 5000 })
        .toContain(`fox.png ${state}`),
    submit: () => view.container.querySelector('form')!.requestSubmit(),
    paste: (file: File) => {
      const clipboardData = new DataTransfer()
      clipboardData.items.add(file)
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
      view.container.querySelector('textarea')!.dispatchEvent(event)
    },
  }
}
const uploads = (world: World) => world.sent.filter((line) => line === 'POST /references').length
const openWorld = () => createWorld('limn', { maxBytes: 5000 })

describe('a file of a draft, after a reload', () => {
  it('is there, and is uploaded again once its URL has run out; the create is sent when asked', async () => {
    const world = openWorld()
    const before = await open(world)
    await before.field.fill('make it blue')
    before.paste(picture('fox.png'))
    await before.file('there')
    await before.unmount()
    world.files.clear()

    const after = await open(world)
    await after.file('there')
    expect(uploads(world)).toBe(1)
    after.submit()
    await expect.element(after.getByRole('alert')).toHaveTextContent('reference_expired')
    await expect.poll(() => uploads(world)).toBe(2)
    await after.file('there')
    expect(world.simulator.creates).toHaveLength(0)
    after.submit()
    await expect.element(after.getByText('succeeded')).toBeInTheDocument()
    expect(world.simulator.creates).toHaveLength(1)
  })

  it('that was on its way goes up again, and nothing is sent by itself', async () => {
    const world = openWorld()
    world.intercept = (request) => (request.url.endsWith('/references') ? new Promise(() => {}) : undefined)
    const before = await open(world)
    await before.field.fill('make it blue')
    before.paste(picture('fox.png'))
    await before.file('on its way')
    before.submit()
    await expect.element(before.getByText('sends when uploaded')).toBeInTheDocument()
    await expect.poll(() => uploads(world)).toBe(1)
    await before.unmount()

    world.intercept = undefined
    const after = await open(world)
    await after.file('there')
    await expect.element(after.field).toHaveValue('make it blue')
    expect(world.simulator.creates).toHaveLength(0)
  })
})

describe('clear()', () => {
  it('leaves no file in this browser', async () => {
    const world = openWorld()
    const limn = world.page()
    const view = await render(
      <LimnProvider limn={limn}>
        <DraftBox />
      </LimnProvider>,
    )
    const clipboardData = new DataTransfer()
    clipboardData.items.add(picture('fox.png'))
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
    view.container.querySelector('textarea')!.dispatchEvent(event)
    const names = async () => (await indexedDB.databases()).map(({ name }) => name)
    await expect.poll(names).toContain('limn files')
    await limn.clear()
    await expect.poll(names).not.toContain('limn files')
  })
})
