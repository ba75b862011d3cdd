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
