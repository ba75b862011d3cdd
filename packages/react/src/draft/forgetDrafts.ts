const PREFIX = 'limn draft '

/** Where the draft of a slot is kept across reloads, in sessionStorage. */
export const nameOfDraft = (slot = ''): string => `${PREFIX}${slot}`

/** Called when drafts are forgotten: those on this page that somebody sees. */
export const shownDrafts = new Set<() => void>()

let times = 0
/** How often all drafts were forgotten: one that remembers a lower number is empty, though nobody saw it then. */
export const timesForgotten = (): number => times

/** Removes every draft's text from this tab, shown or kept: whoever signs in next finds none of it. */
export function forgetDrafts(): void {
  try {
    for (const name of Object.keys(sessionStorage)) if (name.startsWith(PREFIX)) sessionStorage.removeItem(name)
  } catch {
    // Where storage is blocked there are none.
  }
  times += 1
  for (const tell of shownDrafts) tell()
}
