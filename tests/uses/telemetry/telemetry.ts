import { metrics, trace } from '@opentelemetry/api'
import type { ProxyEvent } from '@limn/server'

const meter = metrics.getMeter('limn')
const events = meter.createCounter('limn.events', { description: 'What the proxy told of, by type and code' })
const credits = meter.createCounter('limn.credits', { unit: '{credit}', description: 'Credits of settled tasks' })

/** `createProxy({ …, onEvent: toTelemetry })`: counters, and a mark on the span of the request, if there is one. */
export function toTelemetry(event: ProxyEvent): void {
  const code = 'code' in event ? event.code : undefined
  events.add(1, { type: event.type, ...(code !== undefined && { code }) })
  if (event.type === 'settled') credits.add(event.credits)
  // Principal and key are for a trace; as labels of a metric each would be a series of its own.
  const { at, type, ...facts } = event
  trace.getActiveSpan()?.addEvent(`limn.${type}`, facts, at)
}
