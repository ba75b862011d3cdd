import type { Engine } from '../Engine.ts'
import type { Journal } from '../journal/Journal.ts'
import type { Limn } from '../Limn.ts'

/** The journal of a Limn, once it has been read and it is known whose it is. */
export function journalOf(limn: Limn): Promise<Journal> {
  const engine = limn as Engine
  return new Promise((resolve) => {
    const look = () => {
      if (!engine.core?.journal.state().ready) return false
      resolve(engine.core.journal)
      return true
    }
    if (look()) return
    const leave = limn.subscribe(() => look() && leave())
  })
}
