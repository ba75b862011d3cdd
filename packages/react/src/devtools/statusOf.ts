import { toGeneration, type Status } from '@limn/core'
import type { JournalRecord } from '../journal/record.ts'

/** The word that an app sees. */
export const statusOf = (record: JournalRecord): Status => toGeneration(record).status
