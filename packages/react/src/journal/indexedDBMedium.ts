import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { Medium } from './Medium.ts'

interface Schema extends DBSchema {
  generations: { key: [namespace: string, key: string]; value: unknown }
}

/**
 * Writes to IndexedDB, strictly: what is resolved survives a killed browser (measured: localStorage does not).
 * @throws whatever the browser throws where IndexedDB is blocked, and after 3 s where it never answers
 */
export async function indexedDBMedium(): Promise<Medium> {
  const open = () =>
    inTime(
      openDB<Schema>('limn', 1, {
        upgrade: (db) => void db.createObjectStore('generations'),
        // A later version in another tab must not wait for this one.
        blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
      }),
    )
  let db: IDBPDatabase<Schema> = await open()

  async function transaction(mode: IDBTransactionMode) {
    try {
      return db.transaction('generations', mode, { durability: 'strict' })
    } catch {
      db = await open() // the connection was closed under us
      return db.transaction('generations', mode, { durability: 'strict' })
    }
  }
  return {
    durable: true,
    readAll: async (namespace) => (await transaction('readonly')).store.getAll(allOf(namespace)),
    read: async (namespace, key) => (await transaction('readonly')).store.get([namespace, key]),
    update: async (namespace, key, change) => {
      const tx = await transaction('readwrite')
      const store = tx.objectStore('generations')
      const stored: unknown = await store.get([namespace, key])
      const next = change(stored)
      if (next !== undefined) await store.put?.(next, [namespace, key])
      await tx.done
      return next ?? stored
    },
    clear: async (namespace) => {
      const tx = await transaction('readwrite')
      await tx.objectStore('generations').delete?.(allOf(namespace))
      await tx.done
    },
  }
}

const PATIENCE = 3000

/** It may never answer. What comes too late is closed again. */
function inTime(opening: Promise<IDBPDatabase<Schema>>): Promise<IDBPDatabase<Schema>> {
  return new Promise((resolve, reject) => {
    let late = false
    const timer = setTimeout(() => {
      late = true
      reject(new Error('IndexedDB did not answer.'))
    }, PATIENCE)
    opening.then((db) => (late ? db.close() : resolve(db)), reject).finally(() => clearTimeout(timer))
  })
}

// An array sorts after every string: this is "each key of that namespace".
const allOf = (namespace: string) => IDBKeyRange.bound([namespace], [namespace, []])
