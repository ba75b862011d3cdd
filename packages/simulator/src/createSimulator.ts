import { fail, refuse } from './answer.ts'
import { applyFault, planOf } from './applyFault.ts'
import { Cut } from './Cut.ts'
import { paint as paintScene } from './paint/paint.ts'
import { createPictures } from './pictures.ts'
import { control } from './routes/control.ts'
import { createTask } from './routes/createTask.ts'
import { pollTask } from './routes/pollTask.ts'
import { readImage } from './routes/readImage.ts'
import { statusAt } from './SimulatedTask.ts'
import type { Simulator, SimulatorOptions } from './Simulator.ts'
import { createWorld, refund } from './World.ts'

/** A fresh simulator. It holds to the API page: auth, limits, credits, the life of a task, OpenAI-shaped errors. */
export function createSimulator(options: SimulatorOptions = {}): Simulator {
  const { apiKey, rate = Infinity, seed = 1, paint = paintScene } = options
  // Asked each time, not kept: fake timers put another Date in place.
  const now = options.now ?? (() => Date.now())
  const pictures = createPictures(paint, seed)
  let world = createWorld(options)
  let recent: number[] = []

  const simulator: Simulator = {
    fetch,
    use: (...faults) => world.faults.use(faults),
    reset() {
      world = createWorld(options)
      recent = []
      pictures.clear()
    },
    get creates() {
      return world.creates
    },
    get polls() {
      return world.polls
    },
    get log() {
      return world.log
    },
    get balance() {
      refund(world, now())
      return world.balance
    },
    set balance(credits) {
      refund(world, now())
      world.balance = credits
    },
    apiKey: apiKey ?? 'sk-simulated',
  }
  return simulator

  async function fetch(request: Request): Promise<Response> {
    try {
      return await answer(request)
    } catch (error) {
      if (error instanceof Cut || request.signal.aborted) throw error
      return fail(error)
    }
  }

  async function answer(request: Request): Promise<Response> {
    const { pathname, origin } = new URL(request.url)
    const [, order] = /^\/_simulator\/(\w+)$/.exec(pathname) ?? []
    if (order) {
      const { log, reset } = simulator
      return control({ log, reset, replaceFaults: (faults) => world.faults.replace(faults) }, order, request)
    }
    const [, owner, index] = /^\/files\/([^/]+)\/(\d+)\.\w+$/.exec(pathname) ?? []
    if (owner) return image(request, owner, Number(index))
    if (pathname.endsWith('/images/generations')) return admit(request, 'POST', () => create(request, origin))
    const [, id] = /\/images\/tasks\/([^/]+)$/.exec(pathname) ?? []
    if (id) return admit(request, 'GET', () => poll(request, id, origin))
    return refuse(404, { code: 'unknown_url', message: `Unknown request URL: ${request.method} ${pathname}.` })
  }

  async function admit(request: Request, method: string, route: () => Promise<Response>): Promise<Response> {
    if (request.method !== method)
      return refuse(405, { code: 'method_not_allowed', message: `Use ${method}.`, headers: { allow: method } })
    const at = now()
    recent = recent.filter((earlier) => at - earlier < 1000 && earlier <= at)
    if (recent.length >= rate) return refuse(429, { headers: { 'retry-after': '1' } })
    recent.push(at)
    const [, key] = /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? []
    return key && (apiKey === undefined || key === apiKey) ? route() : refuse(401)
  }

  async function create(request: Request, origin: string): Promise<Response> {
    const text = await request.text()
    const effect = world.faults.meet('create', promptIn(text))
    return applyFault(effect, request.signal, async () =>
      createTask(world, { ...options, now }, text, planOf(effect), origin),
    )
  }

  async function poll(request: Request, id: string, origin: string): Promise<Response> {
    const task = world.tasks.get(id)
    const effect = task && world.faults.meet('task', task.request.prompt)
    const at = now()
    if (task && !(effect && 'cut' in effect && effect.cut === 'before')) {
      const event = { event: 'poll', id, at, status: statusAt(task, at) } as const
      world.polls.push({ id, at })
      world.log.push(event)
      options.onEvent?.(event)
    }
    return applyFault(effect, request.signal, () => pollTask(world, task, planOf(effect), at, origin))
  }

  async function image(request: Request, id: string, index: number): Promise<Response> {
    if (request.method === 'OPTIONS')
      return new Response(null, {
        status: 204,
        headers: { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' },
      })
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return refuse(405, { code: 'method_not_allowed', message: 'Use GET.', headers: { allow: 'GET, HEAD, OPTIONS' } })
    const task = world.tasks.get(id)
    const effect = world.faults.meet('image', task?.request.prompt ?? '')
    return applyFault(effect, request.signal, () => readImage(pictures, task, index, now()))
  }
}

/** The prompt of a body that may be anything. */
function promptIn(text: string): string {
  try {
    const body: unknown = JSON.parse(text)
    return body !== null && typeof body === 'object' && 'prompt' in body ? String(body.prompt) : ''
  } catch {
    return ''
  }
}
