import { createLimn, LimnError, LimnProvider, type LimnOptions } from '@limn/react'
import { cleanup, createEvent, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { StrictMode } from 'react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MessagesProvider } from '../messages/MessagesProvider.tsx'
import { zhCN } from '../messages/zh-CN.ts'
import { PromptForm } from '../prompt-form/PromptForm.tsx'

beforeEach(() => {
  // jsdom shows no pictures.
  URL.createObjectURL = () => `blob:${crypto.randomUUID()}`
  URL.revokeObjectURL = () => {}
})
afterEach(cleanup)

/** The addresses of what was taken, in order. */
const taken: string[] = []
afterEach(() => void taken.splice(0))

type Upload = NonNullable<LimnOptions['uploadReference']>

/** A form over an app's own storage, whose uploads end when the test says so. */
function mount({ messages = {}, take = false }: { messages?: object; take?: boolean } = {}) {
  const running: { file: Blob; onProgress: (fraction: number) => void; end: (url: string | LimnError) => void }[] = []
  const uploadReference: Upload = (file, { onProgress }) =>
    new Promise((resolve, reject) => {
      if (take) {
        taken.push(`https://bucket.example/${crypto.randomUUID()}.png`)
        resolve(taken.at(-1)!)
      }
      const end = (url: string | LimnError) => (typeof url === 'string' ? resolve(url) : reject(url))
      running.push({ file, onProgress, end })
    })
  const posts: Request[] = []
  const fetch = async (request: Request) => {
    posts.push(request)
    const answer = { id: 't', status: 'processing', data: [] }
    return request.method === 'POST' ? Response.json(answer) : Response.json({ error: {} }, { status: 404 })
  }
  const limn = createLimn({ endpoint: 'http://limn.test/images', journal: 'memory', fetch, uploadReference })
  render(
    <StrictMode>
      <LimnProvider limn={limn}>
        <MessagesProvider messages={messages}>
          <PromptForm persist={false} />
        </MessagesProvider>
      </LimnProvider>
    </StrictMode>,
  )
  return { running, limn, creates: () => posts.filter(({ method }) => method === 'POST') }
}

const png = (name: string) => new File(['\u0089PNG\r\n\u001a\n'].map(latin1), name, { type: 'image/png' })
const latin1 = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0))
const pick = async (...files: File[]) => {
  await screen.findByRole('button', { name: 'Drop, paste or pick pictures' })
  fireEvent.change(document.querySelector('input[type=file]')!, { target: { files } })
}
const started = (running: readonly unknown[]) => waitFor(() => expect(running).toHaveLength(1))
const tray = () => within(screen.getByRole('group', { name: 'References' }))

describe('files', () => {
  it('are offered where they are taken, shown with how far they are, and removed by keyboard', async () => {
    const { running } = mount()
    await pick(png('fox.png'))
    await started(running)
    const bar = screen.getByRole('progressbar', { name: 'Uploading fox.png' })
    running[0]!.onProgress(0.62)
    await waitFor(() => expect(bar).toHaveValue(0.62))
    expect(tray().getByText('62 %')).toBeInTheDocument()
    running[0]!.end('https://bucket.example/fox.png')
    await waitFor(() => expect(screen.queryByRole('progressbar')).toBeNull())
    expect(screen.getByRole('img', { name: 'Reference 1' })).toBeVisible()
    screen.getByRole('button', { name: 'Remove reference 1' }).focus()
    await userEvent.keyboard('{Enter}')
    expect(screen.queryByRole('img')).toBeNull()
    expect(screen.getByRole('button', { name: 'Drop, paste or pick pictures' })).toHaveFocus()
  })

  it('are waited for: the form says so beside the button and aloud, and sends once', async () => {
    const { running, creates } = mount()
    await pick(png('fox.png'))
    await userEvent.type(screen.getByRole('textbox', { name: 'Describe the edit' }), 'make it blue{Enter}')
    const seal = screen.getByRole('button', { name: /Generate/ })
    await waitFor(() => expect(seal).toHaveAccessibleDescription('Goes off once the upload is done'))
    expect(screen.getByRole('status')).toHaveTextContent('Goes off once the upload is done')
    await userEvent.click(seal)
    await started(running)
    expect(creates()).toHaveLength(0)
    running[0]!.end('https://bucket.example/fox.png')
    await waitFor(() => expect(creates()).toHaveLength(1))
    expect(await creates()[0]!.json()).toMatchObject({ image_urls: ['https://bucket.example/fox.png'] })
    await waitFor(() => expect(screen.getByRole('textbox', { name: 'Describe a picture' })).toHaveValue(''))
    expect(creates()).toHaveLength(1)
  })

  it('that are no pictures are told by name, once, and stand in the way until they are removed', async () => {
    mount({ take: true })
    await pick(new File(['%PDF'], 'brief.pdf', { type: 'application/pdf' }), png('fox.png'))
    expect(await tray().findByText('is not a picture. PNG, JPEG or WebP.')).toBeVisible()
    expect(screen.getByRole('status')).toHaveTextContent('brief.pdf: is not a picture. PNG, JPEG or WebP.')
    await waitFor(() => expect(screen.queryByRole('progressbar')).toBeNull())
    const seal = screen.getByRole('button', { name: /Generate/ })
    expect(seal).toHaveAccessibleDescription('See the note above')
    expect(screen.queryByRole('button', { name: /again/ })).toBeNull()
    await userEvent.click(screen.getByRole('button', { name: 'Remove reference 1' }))
    expect(seal).toHaveAttribute('aria-disabled', 'false')
  })

  it('whose upload broke can be sent once more', async () => {
    const { running } = mount()
    await pick(png('fox.png'))
    await started(running)
    running[0]!.end(new LimnError('network'))
    await userEvent.click(await screen.findByRole('button', { name: 'Upload fox.png again' }))
    await waitFor(() => expect(running).toHaveLength(2))
    running[1]!.end('https://bucket.example/fox.png')
    expect(await screen.findByRole('img', { name: 'Reference 1' })).toBeVisible()
  })

  it('may be pasted into the sentence, or dropped on the form, which shows that it would take them', async () => {
    mount({ take: true })
    await screen.findByRole('button', { name: 'Drop, paste or pick pictures' })
    fireEvent.paste(screen.getByRole('textbox'), { clipboardData: { files: [png('one.png')] } })
    const form = document.querySelector('form')!
    const dataTransfer = { types: ['Files'], files: [png('two.png')] }
    fireEvent.dragOver(form, { dataTransfer })
    expect(form).toHaveAttribute('data-dragging')
    const leave = createEvent.dragLeave(form)
    Object.defineProperty(leave, 'relatedTarget', { value: screen.getByRole('textbox') })
    fireEvent(form, leave)
    expect(form).toHaveAttribute('data-dragging')
    fireEvent.drop(form, { dataTransfer })
    expect(form).not.toHaveAttribute('data-dragging')
    expect(await screen.findAllByRole('img')).toHaveLength(2)
    fireEvent.dragOver(form, { dataTransfer: { types: ['text/plain'] } })
    expect(form).not.toHaveAttribute('data-dragging')
  })

  it('change places by keyboard, by a press and by dragging, and are uploaded once', async () => {
    const { running, creates } = mount({ take: true })
    await pick(png('one.png'), png('two.png'), png('three.png'))
    await waitFor(() => expect(screen.queryByRole('progressbar')).toBeNull())
    const mover = (position: number) => screen.findByRole('button', { name: `Move reference ${position} forward` })
    const sources = () => screen.getAllByRole('img').map((image) => image.getAttribute('src'))
    await mover(3)
    expect(running).toHaveLength(3)
    ;(await mover(1)).focus()
    await userEvent.keyboard('{ArrowRight}')
    expect(await mover(2)).toHaveFocus()
    expect(screen.getByRole('status')).toHaveTextContent('Now reference 2 of 3')
    await userEvent.click(await mover(3))
    expect(await mover(2)).toHaveFocus()
    const kept = new Map<string, string>()
    const dataTransfer = {
      types: ['application/x-limn-reference'],
      setData: (kind: string, value: string) => kept.set(kind, value),
      getData: (kind: string) => kept.get(kind) ?? '',
      files: [],
    }
    const rows = screen.getAllByRole('listitem')
    fireEvent.dragStart(rows[0]!, { dataTransfer })
    fireEvent.drop(rows[2]!, { dataTransfer })
    await waitFor(() => expect(sources()).toHaveLength(3))
    expect(running).toHaveLength(3)
    await userEvent.type(screen.getByRole('textbox', { name: 'Describe the edit' }), 'blue{Enter}')
    await waitFor(() => expect(creates()).toHaveLength(1))
    // one two three, two one three, two three one, three one two.
    const names = running.map(({ file }) => (file as File).name)
    expect(names).toEqual(['one.png', 'two.png', 'three.png'])
    const { image_urls } = (await creates()[0]!.json()) as { image_urls: string[] }
    expect(image_urls.map((url) => taken.indexOf(url))).toEqual([2, 0, 1])
  })

  it('are spoken of in Chinese', async () => {
    const { running } = mount({ messages: zhCN })
    fireEvent.paste(screen.getByRole('textbox'), { clipboardData: { files: [png('fox.png')] } })
    expect(await screen.findByRole('button', { name: '拖入、粘贴或选择图片' })).toBeVisible()
    expect(screen.getByRole('progressbar', { name: '正在上传 fox.png' })).toBeInTheDocument()
    await userEvent.type(screen.getByRole('textbox', { name: '描述要改动的地方' }), '改成蓝色{Enter}')
    expect(await screen.findByText('上传完成后提交', { selector: 'span' })).toBeVisible()
    await started(running)
  })
})
