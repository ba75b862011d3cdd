import type { Draft } from '@limn/react'
import { useEffect, useRef, useState } from 'react'

/** What a row needs of a draft: remix, and "use as a reference". */
export type RemixTarget = Pick<Draft, 'load' | 'addReferences'>

/** The two verbs, the same as long as there is a draft: it changes with every letter, and no row must render for a letter. */
export function useRemixTarget(draft: Draft | undefined): RemixTarget | undefined {
  const latest = useRef(draft)
  useEffect(() => void (latest.current = draft))
  const [target] = useState<RemixTarget>(() => ({
    load: (source) => latest.current?.load(source),
    addReferences: (sources) => latest.current?.addReferences(sources),
  }))
  return draft && target
}
