import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** A server in a process of its own, once it has said where it listens. */
export async function startServer(
  command: string,
  args: readonly string[],
  { cwd, env }: { readonly cwd?: string; readonly env: Record<string, string | undefined> },
) {
  const child = spawn(command, args, { ...(cwd && { cwd }), env })
  const said: string[] = []
  const ended = once(child, 'close')
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      createInterface(stream).on('line', (line) => {
        said.push(line)
        const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? []
        if (found) resolve(found)
      })
    void ended.then(() => reject(new Error(`${args.join(' ')} ended:\n${said.join('\n')}`)))
  })
  return {
    url,
    /** Every line so far. */
    said,
    /** Asks it to end; its exit code. */
    async stop(): Promise<number | null> {
      child.kill('SIGTERM')
      const [code] = (await ended) as [number | null]
      return code
    },
  }
}
