import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { postgresLedger } from '@limn/server/postgres'
import { sqliteLedger } from '@limn/server/sqlite'
import { Client, type ClientConfig } from 'pg'

/** What has gone towards one cap, in credits. */
export interface Account {
  /** As the ledger names it, such as `total::principal:u1`. */
  readonly name: string
  /** Held and spent by its own numbers. */
  readonly used: number
  /** Held and spent by the rows it belongs to. */
  readonly byRows: number
}

/** The database of one run. */
export interface Store {
  /** As `--ledger` names it. */
  readonly ledger: string
  migrate(): Promise<void>
  /** As if 15 s had gone by for every attempt that is not renewed. */
  endLeases(): Promise<void>
  readAccounts(): Promise<readonly Account[]>
  remove(): Promise<void>
}

const END_LEASES = 'update generations set lease_until = 0'
const ROWS = 'select held, spent, accounts from generations'
const ACCOUNTS = 'select name, held, spent from accounts'

type Numbers = Record<string, string | number>

export function sqliteStore(): Store {
  const folder = mkdtempSync(join(tmpdir(), 'limn-crash-'))
  const file = join(folder, 'ledger.db')
  const query = async (text: string) => {
    const database = new DatabaseSync(file, { timeout: 5000 })
    try {
      return database.prepare(text).all() as Numbers[]
    } finally {
      database.close()
    }
  }
  return {
    ledger: `sqlite:${file}`,
    migrate: () => migrated(sqliteLedger(file)),
    endLeases: async () => void (await query(END_LEASES)),
    readAccounts: () => readAccounts(query),
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** A database of its own on the server at `url`. */
export async function postgresStore(url: string): Promise<Store> {
  const name = `crash_${crypto.randomUUID().replaceAll('-', '')}`
  await ask({ connectionString: url }, `create database ${name}`)
  const own = new URL(url)
  own.pathname = `/${name}`
  const query = (text: string) => ask({ connectionString: own.href, options: '-c search_path=limn' }, text)
  return {
    ledger: own.href,
    migrate: () => migrated(postgresLedger(own.href)),
    endLeases: async () => void (await query(END_LEASES)),
    readAccounts: () => readAccounts(query),
    remove: async () => void (await ask({ connectionString: url }, `drop database ${name} with (force)`)),
  }
}

/** Asks on a connection of its own: a server that is killed takes no later question with it. */
async function ask(config: ClientConfig, text: string): Promise<Numbers[]> {
  const client = new Client(config)
  await client.connect()
  try {
    return (await client.query<Numbers>(text)).rows
  } finally {
    await client.end()
  }
}

async function migrated(ledger: { migrate(): Promise<void>; close(): Promise<void> }): Promise<void> {
  await ledger.migrate()
  await ledger.close()
}

/** Accounts by their own numbers and by those of their rows. */
async function readAccounts(query: (text: string) => Promise<Numbers[]>): Promise<readonly Account[]> {
  const sums = new Map<string, number>()
  for (const { held, spent, accounts } of await query(ROWS))
    for (const name of JSON.parse(String(accounts)) as string[])
      sums.set(name, (sums.get(name) ?? 0) + Number(held) + Number(spent))
  return (await query(ACCOUNTS)).map(({ name, held, spent }) => ({
    name: String(name),
    used: Number(held) + Number(spent),
    byRows: sums.get(String(name)) ?? 0,
  }))
}
