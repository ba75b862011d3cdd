import type { JournalRecord } from '../journal/record.ts'
import type { Limn } from '../Limn.ts'
import { HISTORY_VERSION, type HistoryFile } from './readHistory.ts'
import { journalOf } from './journalOf.ts'

/**
 * All that this browser remembers of its user's generations, as the text of a JSON file: words, settings, links, favourites;
 * no header, no cookie, no picture. Left out is what was removed, and what is still being sent, which only this browser can
 * follow up. Waits for the journal to be read; `now`: ms since the epoch.
 */
export async function exportHistory(limn: Limn, now: number = Date.now()): Promise<string> {
  const journal = await journalOf(limn)
  const file: HistoryFile = {
    limn: 'history',
    version: HISTORY_VERSION,
    namespace: journal.namespace(),
    exportedAt: now,
    generations: [...journal.records()].filter(isTold),
  }
  return JSON.stringify(file, (name, value: unknown) => (OWN.has(name) ? undefined : value), 1)
}

const isTold = ({ phase, dismissedAt, error }: JournalRecord): boolean =>
  dismissedAt === undefined && phase !== 'queued' && phase !== 'submitting' && error?.code !== 'busy'

/** What means something to this browser alone. */
const OWN: ReadonlySet<string> = new Set(['scope', 'concurrency', 'whenBusy', 'ledgerId', 'told', 'flags'])
