import { expect, it, vi } from 'vitest'
import { exportHistory, importHistory } from '../history.ts'
import { createLimn } from '../index.ts'

/** A plain proxy in a line, which has drawn before it is asked. */
function tabs() {
  const endpoint = `/history-${Date.now()}-${Math.random()}`
  let made = 0
  const fetch = async (request: Request): Promise<Response> =>
    request.url.endsWith('/capabilities')
      ? new Response('', { status: 404 })
      : Response.json({ id: `t${(made += 1)}`, status: 'succeeded', data: [{ url: 'https://pictures.example/1.png' }] })
  return () => createLimn({ endpoint, fetch })
}

it('what one tab marks as a favourite, the other shows', async () => {
  const open = tabs()
  const [first, second] = [open(), open()]
  const { key } = await first.generate({ prompt: 'a fox' }).outcome
  await vi.waitFor(() => expect(second.find(key)?.favourite).toBe(false))
  first.actions(first.find(key)!).favourite!()
  await vi.waitFor(() => expect(second.list({ favourite: true })).toHaveLength(1))
  second.actions(second.find(key)!).unfavourite!()
  await vi.waitFor(() => expect(first.find(key)?.favourite).toBe(false))
})

it('what one tab imports, the other shows: 300 generations, in one go', async () => {
  const open = tabs()
  const [first, second] = [open(), open()]
  const { key } = await first.generate({ prompt: 'a fox' }).outcome
  await vi.waitFor(() => expect(second.find(key)?.settled).toBe(true))
  const file = JSON.parse(await exportHistory(first)) as { generations: object[] }
  file.generations = Array.from({ length: 300 }, (_, index) => ({ ...file.generations[0], key: `k-${index}` }))
  const told = vi.fn<() => void>()
  second.subscribe(told)
  expect(await importHistory(first, JSON.stringify(file))).toEqual({ added: 300, known: 0, setAside: 0 })
  await vi.waitFor(() => expect(second.list()).toHaveLength(301))
  expect(told.mock.calls.length).toBeLessThan(10)
})
