import type { Generation, Status } from '@limn/core'
import { sameItems } from './sameItems.ts'

/** Which generations; all given must hold. */
export interface GenerationFilter {
  slot?: string | undefined
  status?: Status | readonly Status[] | undefined
  live?: boolean | undefined
  /** Only the favourites, or only the others. */
  favourite?: boolean | undefined
  /** Those that were dismissed on this page, instead of those in view. @default false */
  dismissed?: boolean | undefined
}

/** Those of `rows` that have the filter's status; for each filter the same array until something in it changed. */
export type Lists = (filter: GenerationFilter, rows: readonly Generation[]) => readonly Generation[]

export function createLists(): Lists {
  const lists = new Map<string, readonly Generation[]>()
  return ({ slot, status: wanted, live: isLive, favourite: isFavourite, dismissed = false }, rows) => {
    const statuses = wanted === undefined ? undefined : [wanted].flat()
    const list = rows.filter(
      ({ status, live, favourite }) =>
        (statuses?.includes(status) ?? true) &&
        (isLive === undefined || live === isLive) &&
        (isFavourite === undefined || favourite === isFavourite),
    )
    const id = JSON.stringify([slot, statuses, isLive, isFavourite, dismissed])
    const before = lists.get(id)
    if (before && sameItems(before, list)) return before
    lists.set(id, list)
    return list
  }
}
