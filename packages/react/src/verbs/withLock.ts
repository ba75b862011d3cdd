/** Runs `work` as the only one in this browser to touch that generation's create. Without Web Locks: at once. */
export const withLock = (key: string, work: () => Promise<void>): Promise<void> =>
  typeof navigator !== 'undefined' && navigator.locks ? navigator.locks.request(`limn:${key}`, work) : work()
