import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A deliberate fault in the server: in `file` of its sources, `from` becomes `to`. */
export interface Bug {
  readonly name: string
  readonly file: string
  readonly from: string
  readonly to: string
}

/** The five that would cost money. The crash test must notice each. */
export const BUGS: readonly Bug[] = [
  {
    name: 'a reset is treated as not sent',
    file: 'classify.ts',
    from: `if (reply.kind === 'lost') return { kind: 'ambiguous', reason: reply.reason }`,
    to: `if (reply.kind === 'lost') return { kind: 'unsent', error: unsent(reply.reason) }`,
  },
  {
    name: 'a 5xx releases the credits',
    file: 'attempt.ts',
    from: `? ledger?.doubt(row)`,
    to: `? (outcome.reason.startsWith('HTTP 5') ? ledger?.reject(row, { status: 502, body: { error: { message: '', type: 'api_error', param: null, code: 'upstream_refused' } } }) : ledger?.doubt(row))`,
  },
  {
    name: 'a recovered row is sent again',
    file: 'ledger/machine.ts',
    from: `if (row && (row.state !== 'retryable' ||`,
    to: `if (row && (!['retryable', 'ambiguous'].includes(row.state) ||`,
  },
  {
    name: 'a cap ignores what is held',
    file: 'ledger/sql/accounts.ts',
    from: `eb(eb('accounts.held', '+', eb('accounts.spent', '+', cost)), '<=', credits)`,
    to: `eb(eb('accounts.spent', '+', cost), '<=', credits)`,
  },
  {
    name: 'the claim is not committed before the send',
    file: 'ledger/sql/sqlLedger.ts',
    from: `        const { row, changed } = await rows.upsert(`,
    to: `        const known = await rows.find(claim)
        if (known && known.state !== 'retryable') return { outcome: 'found', row: known }
        const early = machine.claimRow(claim, known, Date.now())
        if (early) return new Promise((resolve) => {
          resolve({ outcome: 'held', row: early })
          setTimeout(() => void rows.upsert(claim, (found, now) => machine.claimRow(claim, found, now), (trx, now) => hold(trx, claim.caps, claim.cost, now)).catch(() => {}), 30)
        })
        const { row, changed } = await rows.upsert(`,
  },
]

/** Puts a bug into a copy of the server's sources. @throws Error when the code it spoils is not there, or there twice */
export function plant({ name, file, from, to }: Bug, sources: string): void {
  const path = join(sources, file)
  const text = readFileSync(path, 'utf8')
  if (text.split(from).length !== 2) throw new Error(`the bug "${name}" does not fit ${file} any more`)
  writeFileSync(
    path,
    text.replace(from, () => to),
  )
}
