// Compiled inside of the installed app: where the packages' types came out empty, nothing here would be an error.
import { useImageGeneration } from '@limn/react'
import { createProxy, gptImage2 } from '@limn/server'
import { toNextHandlers } from '@limn/server/next'
import { ImageStudio } from '@limn/ui'

// @ts-expect-error -- nobody says who asks
export const open = createProxy({ upstream: gptImage2(), ledger: 'none' })

// @ts-expect-error -- a ledger is chosen, not forgotten
export const forgetful = createProxy({ upstream: gptImage2(), authorize: () => null })

// @ts-expect-error -- the route wants the proxy
export const { GET } = toNextHandlers({ upstream: gptImage2() })

// @ts-expect-error -- the endpoint is a path
export const Studio = () => <ImageStudio endpoint={7} />

export function useFox() {
  const { generate } = useImageGeneration()
  // @ts-expect-error -- a number of pictures
  return () => generate({ prompt: 'a fox', n: 'two' })
}
