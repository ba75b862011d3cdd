import type { GeneratedImage, Generation } from '@limn/core'
import { useLimn } from '@limn/react'
import { useRef, useState } from 'react'

/**
 * What an `<img>` that does not load means: one look for a fresh URL, then an expired plate. Never a loop: a second
 * failure asks nobody.
 */
export function usePicture(
  generation: Generation,
  image: GeneratedImage | undefined,
): { expired: boolean; onError: () => void } {
  const { imageFailed } = useLimn()
  const [broken, setBroken] = useState<string>()
  const asked = useRef(false)
  const onError = () => {
    setBroken(image?.url)
    if (asked.current) return
    asked.current = true
    if (image) imageFailed(generation, image.index)
  }
  return { expired: image !== undefined && (image.expired || image.url === broken), onError }
}
