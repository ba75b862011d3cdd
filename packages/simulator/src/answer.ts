import { errorType } from '@limn/core'

/** Codes of the upstream's own, as OpenAI names them where the API page is silent. */
const CODES: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ['invalid_request', 'The request could not be read.'],
  401: ['invalid_api_key', 'Invalid API key provided.'],
  402: ['insufficient_credits', 'Insufficient credits: top up to go on.'],
  404: ['task_not_found', 'No such task.'],
  410: ['expired', 'This is no longer kept.'],
  429: ['rate_limit_exceeded', 'Rate limit reached: slow down.'],
  500: ['server_error', 'The server had an error while processing the request.'],
  503: ['service_unavailable', 'The service is overloaded or down for maintenance.'],
}

export interface Refusal {
  readonly code?: string
  readonly message?: string
  readonly param?: string | null
  readonly headers?: Record<string, string>
}

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } })

/** An error in OpenAI's shape, as the API page shows it. */
export function refuse(status: number, { code, message, param = null, headers }: Refusal = {}): Response {
  const [usual, text] = CODES[status] ?? [null, `The request was refused with HTTP ${status}.`]
  const error = { message: message ?? text, type: errorType(status), param, code: code ?? usual }
  return json({ error }, status, headers)
}

/** What broke inside, told to whoever asked. */
export const fail = (error: unknown): Response =>
  refuse(500, { message: `The simulator failed: ${error instanceof Error ? error.message : String(error)}` })
