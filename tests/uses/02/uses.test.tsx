import { cleanup, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import { LimnProvider } from '@limn/react'
import { createWorld, type Kind, type World } from '../../../packages/react/src/test/world.ts'
import { Fox, Studio } from './Studio.tsx'

afterEach(() => {
  cleanup()
  sessionStorage.clear()
})
const KINDS: readonly Kind[] = ['limn', 'plain']
const show = (world: World, what: React.ReactNode) =>
  render(
    <LimnProvider endpoint={world.path} fetch={world.fetch} pollInterval={340} journal="memory">
      {what}
    </LimnProvider>,
  )

describe.each(KINDS)('over a %s proxy', (kind) => {
  it('the ten lines of the README draw two pictures for one double click', async () => {
    const world = createWorld(kind)
    show(world, <Fox />)
    await userEvent.dblClick(screen.getByRole('button', { name: 'Draw' }))
    const pictures = await screen.findAllByRole('img', { name: 'A fox in snow' })
    // A limn proxy serves pictures itself; a plain one passes upstream's own URLs on.
    const place = kind === 'limn' ? `${world.path}/tasks/` : 'http'
    expect(pictures.map((picture) => picture.getAttribute('src')?.startsWith(place))).toEqual([true, true])
    expect(world.simulator.creates).toMatchObject([{ credits: 20, request: { size: '1536x1024', n: 2 } }])
  })

  it('the ten lines say why it failed', async () => {
    const world = createWorld(kind)
    world.simulator.use({
      on: 'create',
      do: { outcome: 'failed', error: { code: 'content_policy', message: 'Not this one.' } },
    })
    show(world, <Fox />)
    await userEvent.click(screen.getByRole('button', { name: 'Draw' }))
    expect(await screen.findByRole('alert')).toHaveTextContent('Not this one.')
  })

  it('a studio by hand: type, Enter, see it, remix it, retry what failed', async () => {
    const world = createWorld(kind)
    const user = userEvent.setup()
    show(world, <Studio />)
    const field = screen.getByRole('textbox', { name: 'Describe the picture' })
    await user.type(field, 'a fox in snow{Enter}')
    await screen.findByRole('img', { name: 'a fox in snow' })
    expect(field).toHaveValue('')
    await user.click(screen.getByRole('button', { name: 'Remix' }))
    expect(field).toHaveValue('a fox in snow')

    world.simulator.balance = 0
    await user.type(field, ' at night{Enter}')
    const [newest] = await screen.findAllByRole('listitem')
    const retry = await within(newest!).findByRole('button', { name: 'Retry' })
    expect(field).toHaveValue('a fox in snow at night')
    world.simulator.balance = 100
    await user.click(retry)
    await screen.findByRole('img', { name: 'a fox in snow at night' })
    expect(screen.getAllByRole('listitem')).toHaveLength(2)
    await waitFor(() => expect(world.simulator.creates).toHaveLength(2))
  })
})
