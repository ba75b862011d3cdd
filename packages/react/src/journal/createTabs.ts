/** No key: what was written is too much to be told one by one. */
export const MANY = ''

/** The other tabs of this browser that hold the same journal. */
export interface Tabs {
  /** Listens in this namespace, or (undefined) nowhere. */
  readonly join: (namespace: string | undefined) => void
  /** Says which record was written, by its key, or `MANY`. */
  readonly tell: (key: string) => void
}

/** Where there are no locks to tell a live tab from a dead one, tabs do not hear of each other. */
export function createTabs(hear: (key: string) => void): Tabs {
  let channel: BroadcastChannel | undefined
  return {
    join: (namespace) => {
      channel?.close()
      channel = namespace !== undefined && 'locks' in navigator ? new BroadcastChannel(`limn:${namespace}`) : undefined
      channel?.addEventListener('message', ({ data }) => hear(String(data)))
    },
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a BroadcastChannel takes none
    tell: (key) => channel?.postMessage(key),
  }
}
