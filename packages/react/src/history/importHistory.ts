import { LimnError } from '@limn/core'
import type { Limn } from '../Limn.ts'
import { journalOf } from './journalOf.ts'
import { readHistory } from './readHistory.ts'

/** What became of the entries of a history file. */
export interface ImportedHistory {
  /** New to this browser. */
  readonly added: number
  /** This browser knew them, or its user had removed them: it stays as it was, whatever the file says. */
  readonly known: number
  /** No generations, or of a kind that is not taken: left out. */
  readonly setAside: number
}

/**
 * Takes in the text of a file that `exportHistory` wrote, for the same person at the same endpoint. Creates nothing, and
 * changes nothing that this browser knows. Resolves once it is written down. `now`: ms since the epoch.
 * @throws LimnError `invalid_request` when it is no such file, or of a later version; `forbidden` when it is somebody else's;
 * `aborted` when its owner signs out meanwhile
 */
export async function importHistory(limn: Limn, text: string, now: number = Date.now()): Promise<ImportedHistory> {
  const journal = await journalOf(limn)
  const namespace = journal.namespace()
  const { records, setAside } = readHistory(text, namespace, now)
  // Another tab may have written since.
  await journal.refresh()
  if (!journal.state().ready || journal.namespace() !== namespace)
    throw new LimnError(
      'aborted',
      'Its owner has signed out meanwhile, so nothing was imported. Sign in and try again.',
    )
  const added = await journal.enter([...new Map(records.map((record) => [record.key, record])).values()])
  return { added, known: records.length - added, setAside }
}
