/** One intent of a user: its key, its words (nobody else's), and what became of it as far as its browser knows. */
export interface Intent {
  readonly user: string
  readonly key: string
  readonly prompt: string
  /** Handles of the answers that said yes. */
  readonly acknowledged: Set<string>
}

/** How a browser reaches a proxy: any of them, dead or alive. */
export type Reach = () => string

const TRIES = 14

/** Answers that say: nothing was executed under this key. */
const AGAIN = new Set(['generation_not_found', 'rate_limited', 'ledger_unavailable', 'upstream_unavailable'])

interface Answer {
  readonly status: number
  readonly id?: string
  readonly error?: { readonly code: string }
}

/** Asks until there is an answer that will not change, or patience ends. Some browsers look first, some just send again. */
export async function pursue(intent: Intent, reach: Reach, random: () => number): Promise<string> {
  let next: 'post' | 'get' = 'post'
  for (let tries = 0; tries < TRIES; tries += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one question after the other
    const answer = await (next === 'post' ? post(intent, reach()) : ask(intent, reach()))
    const code = answer?.error?.code
    if (answer?.status === 200) {
      intent.acknowledged.add(answer.id!)
      return 'acknowledged'
    }
    if (code === 'idempotency_in_progress') next = 'get'
    else if (AGAIN.has(code ?? '')) next = 'post'
    else if (code !== undefined) return code
    else next = random() < 0.5 ? 'get' : 'post'
    // oxlint-disable-next-line no-await-in-loop
    await new Promise((resolve) => setTimeout(resolve, 20 + random() * 80))
  }
  return 'no answer'
}

/** `POST /generations`; undefined when the connection broke. */
export const post = ({ user, key, prompt }: Intent, endpoint: string) =>
  exchange(`${endpoint}/generations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key, 'x-user': user },
    body: JSON.stringify({ prompt }),
  })

/** `GET /generations/{key}`. */
export const ask = ({ user, key }: Intent, endpoint: string) =>
  exchange(`${endpoint}/generations/${key}`, { headers: { 'x-user': user } })

/** `GET /tasks/{handle}`. */
export const look = ({ user }: Intent, handle: string, endpoint: string) =>
  exchange(`${endpoint}/tasks/${handle}`, { headers: { 'x-user': user } })

async function exchange(url: string, init: RequestInit): Promise<Answer | undefined> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(20_000) })
    return { ...((await response.json()) as object), status: response.status }
  } catch {
    return undefined
  }
}
