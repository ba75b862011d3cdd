import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'
import { API_KEY, SECRET } from './proxyUnderTest.ts'

/** The command line as a process of its own, in production, gone with the test. */
export function runCli(args: readonly string[], variables: Record<string, string> = {}) {
  const env = { PATH: process.env['PATH'], GPT_IMAGE_2_API_KEY: API_KEY, LIMN_SECRET: SECRET, ...variables }
  const child = spawn(
    process.execPath,
    ['--conditions=@limn/source', join(import.meta.dirname, '../cli.ts'), ...args],
    {
      env,
    },
  )
  onTestFinished(() => void child.kill('SIGKILL'))
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk) => (said.out += String(chunk)))
  child.stderr.on('data', (chunk) => (said.err += String(chunk)))
  return { child, said }
}

/** What it said, and its code, once it has ended. */
export async function failedCli(...args: Parameters<typeof runCli>) {
  const { child, said } = runCli(...args)
  const [code] = (await once(child, 'close')) as [number]
  return { code, ...said }
}

/** One that serves, and a way to create a picture as somebody. */
export async function servingCli(args: readonly string[]) {
  const { child, said } = runCli(['--port', '0', '--principal-header', 'X-User', ...args])
  const [line] = (await Promise.race([
    once(createInterface(child.stdout), 'line'),
    once(child, 'close').then(() => Promise.reject(new Error(said.err))),
  ])) as [string]
  const endpoint = line.split(' ').at(-1)!
  return {
    child,
    said,
    endpoint,
    create: (user: string, key: string) =>
      fetch(`${endpoint}/generations`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-user': user, 'idempotency-key': key },
        body: '{"prompt":"a"}',
      }),
    async kill() {
      child.kill('SIGKILL')
      await once(child, 'close')
    },
  }
}
