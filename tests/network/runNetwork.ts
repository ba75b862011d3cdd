import { execFileSync, spawnSync } from 'node:child_process'
import { startPostgres } from '../database/postgres.ts'
import { buildServer } from '../crash/buildServer.ts'
import { cutPicture } from './cutPicture.ts'
import { lossy } from './lossy.ts'
import { oneWay, partition } from './partition.ts'
import { slowLink } from './slowLink.ts'
import { unreachable } from './unreachable.ts'

/** Runs a command; whether it went well. */
const can = (command: string, ...args: readonly string[]) => spawnSync(command, args).status === 0

/** Why the cases of the kernel's network cannot run here; undefined when they can. */
function hindrance(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'they need Linux and root'
  if (!can('unshare', '--net', 'true')) return 'this kernel gives no network namespaces'
  if (!can('ip', '-V') || !can('tc', '-V')) return 'iproute2 (ip, tc) is not installed'
  if (can('nft', '--version')) return undefined
  const installed = can('apt-get', 'install', '-y', '-qq', 'nftables')
  return installed ? undefined : 'nftables (nft) is not installed'
}

type Case = readonly [name: string, run: () => Promise<string>]

async function runAll(cases: readonly Case[]): Promise<void> {
  const rows = await Promise.all(
    cases.map(async ([id, run]) => {
      const outcome = await run().then(
        (told) => ({ kept: true, told }),
        (error: unknown) => ({ kept: false, told: error instanceof Error ? (error.stack ?? '') : String(error) }),
      )
      console.log(`${id} ${outcome.kept ? 'kept' : 'BROKEN'}: ${outcome.told}`)
      return outcome.kept
    }),
  )
  if (rows.includes(false)) process.exitCode = 1
}

/** The cases of one namespace, whose only network is a loopback of its own. */
const GROUPS: Readonly<Record<string, (cli: string) => Promise<void>>> = {
  async packets(cli) {
    const postgres = await startPostgres(['-c', 'listen_addresses=127.0.0.1,127.0.0.2'])
    try {
      await runAll([
        ['K01', () => unreachable(cli)],
        ['K03', () => lossy(cli)],
        ['K04', () => cutPicture(cli)],
        ['K07', () => partition(cli, postgres.url)],
      ])
      // Both shut the way to the one Postgres.
      await runAll([['K08', () => oneWay(cli, postgres.url)]])
    } finally {
      await postgres.stop()
    }
  },
  async slow(cli) {
    execFileSync('tc', [
      'qdisc',
      'add',
      'dev',
      'lo',
      'root',
      'tbf',
      'rate',
      '256kbit',
      'burst',
      '16kb',
      'latency',
      '2s',
    ])
    await runAll([['K05', () => slowLink(cli)]])
  },
}

const [group, cli] = process.argv.slice(2)
if (group !== undefined && cli !== undefined) {
  execFileSync('ip', ['link', 'set', 'lo', 'mtu', '1500', 'up'])
  await GROUPS[group]!(cli)
} else await runGroups()

async function runGroups(): Promise<void> {
  const reason = hindrance()
  if (reason !== undefined) {
    console.error(`\n*** SKIPPED: K01, K03, K04, K05, K07 and K08 were NOT tried: ${reason}. ***\n`)
    return
  }
  const built = await buildServer()
  try {
    for (const name of Object.keys(GROUPS)) {
      const node = [process.execPath, '--conditions=@limn/source', import.meta.filename, name, built.cli]
      const { status } = spawnSync('unshare', ['--net', '--', ...node], { stdio: 'inherit' })
      if (status !== 0) process.exitCode = 1
    }
  } finally {
    built.remove()
  }
}
