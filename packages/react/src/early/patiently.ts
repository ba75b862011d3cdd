import { LimnError } from '@limn/core'

/** ms between attempts. */
const PAUSES = [500, 1000, 2000, 4000]

/** What `load` brings, tried five times within 8 s. @throws LimnError, and says so on the console */
export async function patiently<T>(load: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await load()
    } catch (cause) {
      const pause = PAUSES[attempt]
      if (pause === undefined) throw notLoaded(cause)
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }
}

/** Its charge is known: what is not there has sent nothing. */
function notLoaded(cause: unknown): LimnError {
  console.error('limn: a part of its code does not load. Was a new version deployed? A reload brings it.', cause)
  // A server has no such property.
  const code = 'onLine' in navigator && !navigator.onLine ? 'offline' : 'upstream_unavailable'
  return new LimnError(code, 'A part of this page did not load. Nothing was sent. Reload the page, then ask again.', {
    cause,
  })
}
