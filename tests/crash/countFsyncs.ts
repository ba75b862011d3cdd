import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mintKey } from '@limn/core'
import { createSimulator } from '@limn/simulator'
import { serveSimulator } from '@limn/simulator/node'
import { familyOf, readPostmaster, startPostgres } from '../database/postgres.ts'
import { buildServer } from './buildServer.ts'
import { post } from './intent.ts'
import { startProxy } from './startProxy.ts'
import { postgresStore, sqliteStore, type Store } from './store.ts'

const CREATES = 40
const API_KEY = 'sk-fsync-0123456789'

/** What strace saw of these processes and their children: when each flush to disk was over, in ms since the epoch. */
async function traceFlushes(pids: readonly number[]) {
  const file = join(mkdtempSync(join(tmpdir(), 'limn-strace-')), 'log')
  const flags = [
    '-f',
    '-ttt',
    '-T',
    '-e',
    'trace=fsync,fdatasync',
    '-o',
    file,
    ...pids.flatMap((pid) => ['-p', String(pid)]),
  ]
  const strace: ChildProcess = spawn('strace', flags, { stdio: ['ignore', 'ignore', 'pipe'] })
  await once(strace.stderr!, 'data')
  return async () => {
    strace.kill('SIGINT')
    await once(strace, 'close')
    const lines = readFileSync(file, 'utf8').split('\n')
    rmSync(join(file, '..'), { recursive: true })
    // A call that strace saw in two halves counts by the second.
    return lines
      .filter((line) => /= 0 <[\d.]+>$/.test(line))
      .map((line) => {
        const [, begun] = /^\d+\s+([\d.]+)/.exec(line)!
        const [, took] = /<([\d.]+)>$/.exec(line)!
        return Number(begun) * 1000 + (line.includes('resumed') ? 0 : Number(took) * 1000)
      })
  }
}

const clock = () => performance.timeOrigin + performance.now()

/** Sends creates one after the other, and counts the flushes before each went upstream and before each was answered. */
async function count(cli: string, store: Store, pidsOf: (proxy: ChildProcess) => readonly number[]) {
  const sent: number[] = []
  const simulator = createSimulator({ apiKey: API_KEY, balance: 1_000_000, onEvent: () => void sent.push(clock()) })
  const upstream = await serveSimulator(simulator)
  await store.migrate()
  const proxy = await startProxy({
    cli,
    args: ['--upstream', upstream.url, '--ledger', store.ledger, '--principal-header', 'x-user', '--cap', '100000'],
    env: { GPT_IMAGE_2_API_KEY: API_KEY, LIMN_SECRET: 'a secret of more than thirty-two bytes' },
  })
  const stop = await traceFlushes(pidsOf(proxy.child))
  const [begun, answered]: [number[], number[]] = [[], []]
  for (let n = 0; n < CREATES; n += 1) {
    begun.push(clock())
    // oxlint-disable-next-line no-await-in-loop -- one after the other, so that each flush belongs to one create
    const answer = await post(
      { user: 'u', key: mintKey(Date.now()), prompt: `${n}`, acknowledged: new Set() },
      proxy.url,
    )
    if (answer?.status !== 200) throw new Error(`create ${n}: ${JSON.stringify(answer)}`)
    answered.push(clock())
  }
  const flushes = await stop()
  proxy.child.kill('SIGKILL')
  await upstream.close()
  await store.remove()
  const between = (from: number, to: number) => flushes.filter((at) => at > from && at <= to).length
  const before = begun.map((at, n) => between(at, sent[n]!))
  const after = sent.map((at, n) => between(at, answered[n]!))
  return {
    creates: CREATES,
    'flushes a create': flushes.length / CREATES,
    'fewest before the send': Math.min(...before),
    'fewest between send and answer': Math.min(...after),
  }
}

const built = await buildServer()
const postgres = await startPostgres()
try {
  // strace follows only the children to come.
  const family = familyOf(readPostmaster(postgres.folder))
  const rows = [
    { engine: 'SQLite', ...(await count(built.cli, sqliteStore(), (child) => [child.pid!])) },
    { engine: 'Postgres', ...(await count(built.cli, await postgresStore(postgres.url), () => family)) },
  ]
  console.table(rows)
  if (rows.some((row) => row['fewest before the send'] < 1)) process.exitCode = 1
} finally {
  await postgres.stop()
  built.remove()
}
