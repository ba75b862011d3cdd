import { useBackground, useLimn } from '@limn/react'
import { useEffect } from 'react'

/**
 * Puts `(1) ✓` before the title of the page while something has ended that the user, elsewhere, has not seen; `(1) !` where it
 * went wrong or waits for them. Keeps looking while the tab is hidden. Once per page.
 */
export function useTitleBadge(): void {
  const limn = useLimn()
  useBackground()
  useEffect(() => {
    const coming = import('./createBadge.ts').then(({ createBadge }) => createBadge(limn), none)
    return () => void coming.then((leave) => leave?.())
  }, [limn])
}

const none = () => undefined
