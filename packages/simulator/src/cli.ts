#!/usr/bin/env node
import { appendFileSync, readFileSync } from 'node:fs'
import { createSimulator } from './createSimulator.ts'
import { HELP, readArguments } from './readArguments.ts'
import { readFaults } from './readFaults.ts'
import { serveSimulator } from './serveSimulator.ts'

try {
  const flags = readArguments(process.argv.slice(2))
  if (!flags) {
    process.stdout.write(HELP)
    process.exit(0)
  }
  const { port, log, faults, ...options } = flags
  if (log !== undefined) appendFileSync(log, '')
  const simulator = createSimulator({
    ...options,
    onEvent: log === undefined ? undefined : (event) => appendFileSync(log, `${JSON.stringify(event)}\n`),
  })
  if (faults !== undefined) simulator.use(...readFaults(JSON.parse(readFileSync(faults, 'utf8'))))
  const { url } = await serveSimulator(simulator, { port })
  console.log(`limn simulator listening on ${url}`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0))
} catch (error) {
  console.error(`limn-simulator: ${error instanceof Error ? error.message : String(error)}\nSee --help.`)
  process.exit(2)
}
