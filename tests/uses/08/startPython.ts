import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'

/** Whether the backend's language is on this machine. What is left out without it is said, and fails where all must run. */
export const hasPython = spawnSync('python3', ['--version']).status === 0
if (!hasPython) {
  console.warn('NO PYTHON: the backends of tests/uses/08 are LEFT OUT. Install python3.')
  if (process.env['CI']) throw new Error('python3 is missing: the backends of tests/uses/08 could not run.')
}

/** A process that says in its first line where it listens; it ends with the test. */
export async function start(command: string, args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(command, args, {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const said: string[] = []
  createInterface(child.stderr).on('line', (line) => said.push(line))
  const line = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([first]) => String(first)),
    once(child, 'close').then(() => Promise.reject(new Error(`${args.join(' ')} ended:\n${said.join('\n')}`))),
  ])
  return { url: line.split(' ').at(-1)!, said, end: () => endOf(child) }
}

/** One of the backends beside this file, on a free port. */
export const startPython = (name: string, env: Record<string, string> = {}) =>
  start('python3', ['-B', join(import.meta.dirname, name)], env)

async function endOf(child: ReturnType<typeof spawn>): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'close')
}
