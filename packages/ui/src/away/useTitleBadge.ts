import { useBackground, useGenerations } from '@limn/react'
import { useEffect, useRef } from 'react'
import type { Badge } from './createBadge.ts'

/**
 * Puts `(1) ✓` before the title of the page while something has ended that the user, elsewhere, has not seen; `(1) !` where it
 * went wrong or waits for them. Keeps looking while the tab is hidden. Once per page.
 */
export function useTitleBadge(): void {
  const { generations } = useGenerations()
  const badge = useRef<Promise<Badge | undefined>>(undefined)
  useBackground()
  useEffect(() => {
    const coming = import('./createBadge.ts').then(({ createBadge }) => createBadge(), none)
    badge.current = coming
    return () => void coming.then((there) => there?.leave())
  }, [])
  useEffect(() => void badge.current?.then((there) => there?.follow(generations)), [generations])
}

const none = () => undefined
