const PREFIX = 'limn draft '

/** Where the draft of a slot is kept across reloads, in sessionStorage. */
export const nameOfDraft = (slot = ''): string => `${PREFIX}${slot}`

/** The drafts on this page: each empties itself. */
export const shownDrafts = new Set<() => void>()

/** Removes every draft's text from this tab, shown or kept: whoever signs in next finds none of it. */
export function forgetDrafts(): void {
  try {
    for (const name of Object.keys(sessionStorage)) if (name.startsWith(PREFIX)) sessionStorage.removeItem(name)
  } catch {
    // Where storage is blocked there are none.
  }
  for (const empty of shownDrafts) empty()
}
