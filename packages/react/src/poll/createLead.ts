/** What decides whether this tab polls. */
export interface LeadFacts {
  /** Other tabs hear what this one learns. */
  readonly isShared: () => boolean
  /** A hidden tab may poll. */
  readonly inBackground: () => boolean
  /** From now on it leads, or leads no more. */
  readonly onChange: (leads: boolean) => void
}

/** One tab of a browser polls for all of them: a visible one, where there is one. */
export interface Lead {
  /** Wants to lead those of this name, or (undefined) no more. */
  readonly want: (name: string | undefined) => void
  /** To be called when a fact may have changed. */
  readonly seek: () => void
}

export function createLead({ isShared, inBackground, onChange }: LeadFacts): Lead {
  let wanted: string | undefined
  let sought = ''
  let leave = () => {}

  function seek() {
    const seen = document.visibilityState !== 'hidden'
    const locks = isShared() ? (navigator.locks as LockManager | undefined) : undefined
    const next = wanted !== undefined && (seen || inBackground()) ? `${locks !== undefined} ${seen} ${wanted}` : ''
    if (next === sought) return
    sought = next
    leave()
    leave = next === '' ? () => {} : queue(locks, `limn:${wanted}:poll`, seen)
  }

  /** `steal`: whoever leads may be hidden, where every timer is late. */
  function queue(locks: LockManager | undefined, name: string, steal: boolean): () => void {
    const left = new AbortController()
    const { signal } = left
    const lead = () =>
      new Promise<void>((end) => {
        signal.addEventListener('abort', () => {
          onChange(false)
          end()
        })
        if (signal.aborted) end()
        else onChange(true)
      })
    const stop = () => left.abort()
    const taken = locks ? locks.request(name, steal ? { steal } : { signal }, lead) : lead()
    taken.catch((error: unknown) => {
      if (signal.aborted) return
      if (error instanceof DOMException && error.name === 'AbortError') {
        // Another tab took it away.
        stop()
        leave = queue(locks, name, false)
      } else void lead() // where locks are refused
    })
    return stop
  }

  return {
    seek,
    want: (name) => {
      wanted = name
      seek()
    },
  }
}
