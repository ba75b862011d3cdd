import { Profiler } from 'react'
import { expect, it, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { LimnProvider, createLimn, useGeneration, useImageGeneration } from './index.ts'

const COUNT = 50
const limnHeaders = { 'limn-ledger': 'memory' }

/** A proxy in a few lines that takes many tasks at once: this runs in the browser itself, where the real server does not. */
function createScripted() {
  const statuses = new Map<string, string>()
  const ticks: string[] = []
  const taskOf = (id: string) => ({
    id,
    status: statuses.get(id),
    data: statuses.get(id) === 'succeeded' ? [{ url: 'https://pictures.example/1.png' }] : [],
  })
  const fetch = async (request: Request): Promise<Response> => {
    const { pathname, searchParams } = new URL(request.url)
    const ids = searchParams.get('ids')
    if (pathname.endsWith('/capabilities'))
      return Response.json({
        limn: 1,
        ledger: 'memory',
        ledger_id: 'one',
        now: Date.now(),
        features: ['batch', 'idempotency'],
      })
    if (request.method === 'POST') {
      const id = `task-${statuses.size}`
      statuses.set(id, 'pending')
      return Response.json(taskOf(id), { headers: limnHeaders })
    }
    ticks.push(pathname)
    return Response.json(
      ids ? { object: 'list', data: ids.split(',').map(taskOf) } : taskOf(pathname.split('/').at(-1)!),
      {
        headers: limnHeaders,
      },
    )
  }
  return { statuses, ticks, fetch }
}

const rendered: string[] = []
const count = (id: string) => void rendered.push(id)

interface CardProps {
  readonly of: string
}
const ByKey = ({ of }: CardProps) => <p>{useGeneration(of)?.status}</p>
const BySlot = ({ of }: CardProps) => <p>{useImageGeneration({ slot: of }).generation?.status}</p>

it.each([
  ['useGeneration', ByKey],
  ['useImageGeneration', BySlot],
] as const)('50 running tasks: nothing changed renders no card, one changed renders one (%s)', async (hook, Card) => {
  const { statuses, ticks, fetch } = createScripted()
  const limn = createLimn({ endpoint: `/rendering-${hook}`, journal: 'memory', fetch, pollInterval: 1000 })
  const slots = Array.from({ length: COUNT }, (_, index) => `slot-${index}`)
  const keys = slots.map((slot) => limn.generate({ prompt: slot }, { slot }).key)
  const places = Card === ByKey ? keys : slots
  const { container } = await render(
    <LimnProvider limn={limn}>
      {places.map((place) => (
        <Profiler key={place} id={place} onRender={count}>
          <Card of={place} />
        </Profiler>
      ))}
    </LimnProvider>,
  )
  await vi.waitFor(() => expect(container.textContent).toBe('pending'.repeat(COUNT)), 10_000)

  rendered.length = 0
  const before = ticks.length
  await vi.waitUntil(() => ticks.length >= before + 4, { timeout: 10_000 })
  expect(rendered).toEqual([])

  const index = keys.findIndex((key) => limn.find(key)?.taskId === 'task-7')
  statuses.set('task-7', 'succeeded')
  await vi.waitFor(() => expect(container.textContent).toContain('succeeded'), 5000)
  const after = ticks.length
  await vi.waitUntil(() => ticks.length >= after + 2, { timeout: 10_000 })
  expect(rendered).toEqual([places[index]])
})
