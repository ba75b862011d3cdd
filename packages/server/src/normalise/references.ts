import { LimnError } from '@limn/core'
import { isLoopback, isPrivateHost } from '../policy/hosts.ts'
import type { References } from '../references/references.ts'

/**
 * Reference URLs the upstream can fetch and may: ours while they live, else https and public, unless the upstream is this
 * machine. @throws LimnError `invalid_request`, `reference_expired`
 */
export async function checkReferences(
  urls: readonly string[],
  { baseUrl, references }: { readonly baseUrl: string; readonly references: References | undefined },
): Promise<void> {
  const judged = await Promise.all(
    urls.map(async (url) => ({ url, life: (await references?.judge(url)) ?? 'foreign' })),
  )
  if (judged.some(({ life }) => life === 'over')) throw expired()
  for (const { url, life } of judged) {
    if (life === 'live' || isLoopback(baseUrl)) continue
    if (new URL(url).protocol !== 'https:') throw fault('`image_urls` must be https: the image service fetches them.')
    if (isPrivateHost(url)) throw fault('`image_urls` must be public: the image service cannot reach a private host.')
  }
}

const expired = () =>
  new LimnError('reference_expired', 'A reference picture is no longer there: add it again. Nothing was sent.', {
    param: 'image_urls',
  })

const fault = (message: string) => new LimnError('invalid_request', message, { param: 'image_urls' })
