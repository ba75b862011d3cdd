import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** One proxy process. */
export interface Started {
  readonly url: string
  readonly child: ChildProcess
  /** When it began to listen, in ms. */
  readonly since: number
}

/** How a proxy is started: its built command line, its flags, its environment. */
export interface ProxyCommand {
  readonly cli: string
  readonly args: readonly string[]
  readonly env: Record<string, string>
}

/** Starts a proxy on a free port, and waits until it listens. */
export async function startProxy({ cli, args, env }: ProxyCommand): Promise<Started> {
  const child = spawn(process.execPath, [cli, '--port', '0', ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const said: string[] = []
  createInterface(child.stderr).on('line', (line) => said.push(line))
  const line = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([first]) => String(first)),
    once(child, 'close').then(() => Promise.reject(new Error(`a proxy did not start: ${said.join('\n')}`))),
  ])
  return { url: line.split(' ').at(-1)!, child, since: performance.now() }
}
