/** Runs `work` as the only one in this browser to touch that generation's create. Where there are no locks to have: at once. */
export async function withLock(key: string, work: () => Promise<void>): Promise<void> {
  if (typeof navigator === 'undefined' || !navigator.locks) return work()
  let begun = false
  try {
    await navigator.locks.request(`limn:${key}`, () => {
      begun = true
      return work()
    })
  } catch (error) {
    if (begun) throw error
    // Refused: storage is blocked, or this is a sandboxed frame.
    await work()
  }
}
