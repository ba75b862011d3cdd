import { createClient, mintKey, toRequest } from '@limn/core'
import { createProxy, memoryLedger } from '@limn/server'
import { metrics } from '@opentelemetry/api'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { serveProxy } from '../serveProxy.ts'

const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })
beforeAll(() => void metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] })))
afterAll(() => metrics.disable())

/** What has been counted, as `type code` or name. */
async function counted() {
  await reader.forceFlush()
  const scopes = exporter.getMetrics().at(-1)?.scopeMetrics ?? []
  return Object.fromEntries(
    scopes.flatMap((scope) =>
      scope.metrics.flatMap(({ descriptor, dataPoints }) =>
        dataPoints.map(({ attributes, value }) => [
          [descriptor.name, attributes['type'], attributes['code']].filter(Boolean).join(' '),
          value,
        ]),
      ),
    ),
  )
}

it('an operator sees what is accepted, refused and spent', async () => {
  const { toTelemetry } = await import('./telemetry.ts')
  const { endpoint, simulator } = await serveProxy(
    (upstream) =>
      createProxy({
        upstream,
        ledger: memoryLedger(),
        secret: 'a secret of more than thirty-two bytes',
        authorize: () => ({ id: 'u1' }),
        onEvent: toTelemetry,
      }),
    { duration: 100 },
  )
  const client = createClient({ endpoint })
  await client.createTask(toRequest({ prompt: 'a fox', n: 2 }), { key: mintKey(Date.now()) })
  simulator.use({ on: 'create', do: { status: 400 } })
  await expect(client.createTask(toRequest({ prompt: 'a hare' }), { key: mintKey(Date.now()) })).rejects.toMatchObject({
    status: 400,
  })
  await expect.poll(counted, { timeout: 15_000 }).toMatchObject({
    'limn.events accepted': 1,
    'limn.events settled': 1,
    'limn.credits': 20,
  })
  expect(Object.keys(await counted()).some((name) => name.startsWith('limn.events refused'))).toBe(true)
})
