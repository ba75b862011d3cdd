import { openDB, type IDBPDatabase } from 'idb'
import { FILES_DATABASE } from './filesDatabase.ts'

/** Files of drafts, kept for as long as a session may last: a reload finds them again. */
export interface KeptFiles {
  readonly put: (id: string, file: Blob) => void
  readonly get: (id: string) => Promise<Blob | undefined>
  readonly remove: (ids: readonly string[]) => void
}

const LIFE = 24 * 3_600_000

interface Kept {
  readonly file: Blob
  /** ms since the epoch */
  readonly at: number
}

/** Where nothing can be stored, nothing is kept, in silence: the file then lives as long as the page. */
export function createKeptFiles(): KeptFiles {
  let opening: Promise<IDBPDatabase> | undefined

  async function open(): Promise<IDBPDatabase> {
    const db = await openDB(FILES_DATABASE, 1, {
      upgrade: (fresh) => void fresh.createObjectStore('files'),
      blocking: (_current, _blocked, event) => {
        opening = undefined
        ;(event.target as IDBDatabase).close()
      },
    })
    await sweep(db)
    return db
  }

  async function inDatabase<T>(work: (db: IDBPDatabase) => Promise<T>): Promise<T | undefined> {
    try {
      return await work(await (opening ??= open()))
    } catch {
      opening = undefined
      return undefined
    }
  }

  return {
    put: (id, file) => void inDatabase((db) => db.put('files', { file, at: Date.now() } satisfies Kept, id)),
    get: async (id) => {
      const kept: unknown = await inDatabase((db) => db.get('files', id))
      return isKept(kept) ? kept.file : undefined
    },
    remove: (ids) => void inDatabase((db) => Promise.all(ids.map((id) => db.delete('files', id)))),
  }
}

/** A tab that is closed says no goodbye: what it left goes when its URLs are long over. */
async function sweep(db: IDBPDatabase) {
  const tx = db.transaction('files', 'readwrite')
  for (let cursor = await tx.store.openCursor(); cursor; cursor = await cursor.continue())
    if (!isKept(cursor.value) || Date.now() - cursor.value.at > LIFE) await cursor.delete()
  await tx.done
}

const isKept = (value: unknown): value is Kept =>
  typeof value === 'object' && value !== null && 'file' in value && value.file instanceof Blob && 'at' in value
