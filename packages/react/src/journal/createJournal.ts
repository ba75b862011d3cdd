import type { Event } from '../machine/Event.ts'
import { transition } from '../machine/transition.ts'
import { MANY } from './createTabs.ts'
import type { Journal, JournalState } from './Journal.ts'
import type { Medium } from './Medium.ts'
import { memoryMedium } from './memoryMedium.ts'
import { isStub, readRecord, writeRecord, type JournalRecord } from './record.ts'

/** `onWrite` is called with the key of each record that was written down; with {@link MANY} after many. */
export function createJournal(openMedium: () => Promise<Medium>, onWrite: (key: string) => void = () => {}): Journal {
  const records = new Map<string, JournalRecord>()
  const unkept = new Set<string>()
  const pending = new Map<string, number>()
  /** Their last write failed: what is stored is behind what is in hand. */
  const dirty = new Set<string>()
  /** When this page last wrote each of them, counted in `writes`. */
  const written = new Map<string, number>()
  let writes = 0
  /** Dismissed before they were in hand. */
  const stubs = new Set<string>()
  const listeners = new Set<() => void>()
  let state: JournalState = { ready: false, durable: true }
  let medium: Medium | undefined
  let namespace = ''
  let opening = Promise.withResolvers<void>()

  const tell = () => listeners.forEach((listener) => listener())

  function fallBack() {
    if (!state.durable) return
    state = { ...state, durable: false }
    console.warn(
      'limn: this browser lets nothing be stored, so a reload forgets what is running. Private window, blocked or full storage?',
    )
  }

  /** Nothing where all was forgotten while it was read: it may be another's journal by now. */
  async function readFrom<T>(read: (from: Medium) => Promise<T>): Promise<T | undefined> {
    await opening.promise
    const from = medium
    const found = from && (await read(from).catch(fallBack))
    return (medium === from && found) || undefined
  }

  /** What `record`'s change starts from: what other tabs know counts, and only `restore` undoes a dismissal. */
  function latest(record: JournalRecord, stored: unknown): JournalRecord {
    if (dirty.has(record.key)) return record
    return readRecord(stored) ?? (isStub(stored) ? { ...record, dismissedAt: stored.dismissedAt } : record)
  }

  async function write(key: string, record: JournalRecord, event?: Event, told = onWrite): Promise<boolean> {
    pending.set(key, (pending.get(key) ?? 0) + 1)
    await opening.promise
    if (!medium || !records.has(key)) {
      pending.delete(key)
      return false
    }
    let before: JournalRecord = record
    let after: JournalRecord = record
    try {
      await medium.update(namespace, key, (stored) => {
        before = latest(record, stored)
        after = event ? transition(before, event) : before
        return writeRecord(after)
      })
      dirty.delete(key)
      told(key)
    } catch {
      fallBack()
      dirty.add(key)
      before = record
      after = event ? transition(record, event) : record
    }
    const waiting = (pending.get(key) ?? 1) - 1
    pending.set(key, waiting)
    written.set(key, (writes += 1))
    if (waiting === 0 && records.has(key)) adopt(after)
    return before !== after
  }

  /** What is stored holds what other tabs know; it counts unless this page has something newer. */
  const isBehind = (key: string) => !pending.get(key) && !dirty.has(key)

  /** Whether this page has written it since then: what was read then may be older. */
  const isOld = (key: string, since: number) => (written.get(key) ?? 0) > since

  function adopt(...stored: readonly JournalRecord[]) {
    const changed = stored.filter((record) => JSON.stringify(records.get(record.key)) !== JSON.stringify(record))
    for (const record of changed) records.set(record.key, record)
    if (changed.length > 0) tell()
  }

  function dismissed(stub: unknown): JournalRecord | undefined {
    const held = isStub(stub) ? records.get(stub.key) : undefined
    return held && isStub(stub) ? { ...held, dismissedAt: stub.dismissedAt } : undefined
  }

  const journal: Journal = {
    state: () => state,
    namespace: () => namespace,
    records: () => records.values(),
    get: (key) => records.get(key),
    has: (key) => records.has(key) || stubs.has(key),
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    open: async (name) => {
      namespace = name
      medium = await openMedium().catch(() => {
        fallBack()
        return memoryMedium()
      })
      opening.resolve()
      const opened = medium
      const found = await journal.refresh()
      if (medium === opened) state = { ...state, ready: true, durable: state.durable && medium.durable }
      tell()
      return found
    },
    begin: async (record, { kept = true } = {}) => {
      records.set(record.key, record)
      if (!kept) unkept.add(record.key)
      tell()
      if (kept) await write(record.key, record)
    },
    enter: async (found) => {
      const fresh = found.filter(({ key }) => !journal.has(key))
      for (const record of fresh) records.set(record.key, record)
      tell()
      await Promise.all(fresh.map((record) => write(record.key, record, undefined, () => {})))
      onWrite(MANY)
      return fresh.length
    },
    dispatch: async (key, event) => {
      const record = records.get(key)
      const next = record && transition(record, event)
      if (!record || !next || next === record) return false
      records.set(key, next)
      tell()
      return unkept.has(key) || write(key, record, event)
    },
    refresh: async () => {
      let since = 0
      const read = await readFrom((from) => {
        since = writes
        return from.readAll(namespace)
      })
      const stored = read ?? []
      for (const entry of stored) if (isStub(entry)) stubs.add(entry.key)
      const found = stored
        .map((entry) => readRecord(entry) ?? dismissed(entry))
        .filter((record) => record !== undefined)
      const fresh = found.filter(({ key }) => !records.has(key)).map(({ key }) => key)
      adopt(...found.filter(({ key }) => isBehind(key) && !isOld(key, since)))
      for (const { key } of found) if (isOld(key, since)) void journal.reread(key)
      return fresh
    },
    reread: async (key) => {
      const since = writes
      const stored = await readFrom((from) => from.read(namespace, key))
      if (isOld(key, since)) return journal.reread(key)
      if (isStub(stored)) stubs.add(key)
      const record = readRecord(stored) ?? dismissed(stored)
      const isFresh = record !== undefined && !records.has(key)
      if (record && isBehind(key)) adopt(record)
      return isFresh
    },
    clear: async () => {
      const held = medium
      records.clear()
      for (const keys of [unkept, dirty, stubs]) keys.clear()
      // What begins now waits for the next `open`, in whose namespace it belongs.
      if (held) opening = Promise.withResolvers()
      medium = undefined
      state = { ...state, ready: false }
      tell()
      await held?.clear(namespace).catch(fallBack)
    },
  }
  return journal
}
