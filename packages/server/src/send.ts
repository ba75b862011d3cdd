import { readTask } from '@limn/core'
import type { WireRequest } from '@limn/core/schema'
import type { Breaker } from './breaker.ts'
import { badKey, classify, type Outcome } from './classify.ts'
import type { Environment } from './environment.ts'

import type { Reply, Transport } from './transport/transport.ts'
import { redactJson, type Redact } from './redact.ts'
import type { Upstream, UpstreamCall } from './upstreams/upstream.ts'

/** Everything that talks to the upstream needs these. */
export interface Line {
  readonly upstream: Upstream
  readonly transport: Transport
  readonly environment: Environment
  readonly breaker: Breaker
  readonly redact: Redact
}

const CREATE_DEADLINE = 120_000

/** Sends one create, once. The answer says what is known; whatever is not provable is `ambiguous`. Never throws. */
export async function send(line: Line, request: WireRequest & { readonly user: string }): Promise<Outcome> {
  const { upstream, environment, breaker } = line
  if (!breaker.allows(environment.now())) return { kind: 'unsent', error: badKey(breaker.wait(environment.now())) }
  let reply: Reply
  try {
    reply = await exchange(line, upstream.create(request), { fresh: true, deadline: CREATE_DEADLINE })
  } catch {
    // The upstream's own code threw while the call was built: nothing was sent, and the operator must hear it.
    return { kind: 'retryable', error: badKey() }
  }
  const outcome = classify(reply, (body) => (upstream.readTask ?? readTask)(body), environment.now())
  if (outcome.kind === 'accepted') breaker.close()
  if (outcome.kind !== 'retryable' || outcome.error.code !== 'upstream_misconfigured') return outcome
  breaker.open(environment.now())
  return { kind: 'retryable', error: badKey(breaker.wait(environment.now())) }
}

/**
 * One exchange with a deadline in ms; the secrets that upstream may echo are taken out before anything reads it.
 * Throws only what the upstream's `headers()` throws, before anything is sent.
 */
export async function exchange(
  { upstream, transport, environment, redact }: Line,
  call: UpstreamCall,
  { fresh, deadline }: { fresh: boolean; deadline: number },
): Promise<Reply> {
  const controller = new AbortController()
  const json = call.body === undefined ? undefined : JSON.stringify(call.body)
  const cancel = environment.after(deadline, () => controller.abort(new Error(`no answer within ${deadline / 1000} s`)))
  const reply = await transport.send({
    url: upstream.baseUrl + call.path,
    method: call.method,
    headers: { ...upstream.headers(), ...(json !== undefined && { 'content-type': 'application/json' }) },
    body: json,
    fresh,
    signal: controller.signal,
  })
  cancel()
  return reply.kind === 'answer'
    ? { ...reply, text: redactJson(redact, reply.text) }
    : { ...reply, reason: redact(reply.reason) }
}
