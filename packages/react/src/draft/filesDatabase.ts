/** The IndexedDB database of drafts' files; apart from the journal's, so that neither waits for the other's layout. */
export const FILES_DATABASE = 'limn files'

/** Removes every draft's files from this browser: for sign-out. */
export function forgetFiles(): void {
  try {
    indexedDB.deleteDatabase(FILES_DATABASE)
  } catch {
    // Where storage is blocked there are none.
  }
}
