import { Pool } from 'pg'
import { inject, onTestFinished } from 'vitest'

let count = 0

/** A schema of its own in the Postgres of this run, and pools on it that are closed with the test. */
export function postgresUnderTest() {
  const schema = `limn_${process.pid}_${(count += 1)}`
  return {
    schema,
    pool() {
      const pool = new Pool({ connectionString: inject('postgres'), max: 5, options: `-c search_path=${schema}` })
      onTestFinished(() => pool.end())
      return pool
    },
  }
}

/** The URL of an empty database in the Postgres of this run. */
export async function postgresDatabase(): Promise<string> {
  const name = `limn_${process.pid}_${(count += 1)}`
  const pool = new Pool({ connectionString: inject('postgres') })
  await pool.query(`create database ${name}`)
  await pool.end()
  const url = new URL(inject('postgres'))
  url.pathname = `/${name}`
  return url.href
}
