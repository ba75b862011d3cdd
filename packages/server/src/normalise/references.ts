import { LimnError } from '@limn/core'
import { isLoopback, isPrivateHost } from '../policy/hosts.ts'

/** Reference URLs the upstream can fetch and may: https and public, unless the upstream is this machine. @throws LimnError `invalid_request` */
export function checkReferences(urls: readonly string[], baseUrl: string): void {
  if (isLoopback(baseUrl)) return
  for (const url of urls) {
    if (new URL(url).protocol !== 'https:') throw fault('`image_urls` must be https: the image service fetches them.')
    if (isPrivateHost(url)) throw fault('`image_urls` must be public: the image service cannot reach a private host.')
  }
}

const fault = (message: string) => new LimnError('invalid_request', message, { param: 'image_urls' })
