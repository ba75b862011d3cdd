import type { AnyProxyOptions } from './proxyOptions.ts'

/** Where a proxy is mounted. @throws TypeError for what no path may be */
export function checkPath(path: string): string {
  if (/^(\/[\w.~-]+)+$/.test(path)) return path
  throw new TypeError(`path: ${JSON.stringify(path)} must look like /api/images, without a slash at its end.`)
}

/** @throws TypeError where pictures would be kept and never shown */
export function checkArchive({ images, archive }: Pick<AnyProxyOptions, 'images' | 'archive'>): void {
  if (images !== false || typeof archive !== 'object') return
  throw new TypeError(
    'images: false would serve nothing of the store in `archive`. Give a function instead, or leave `images` on.',
  )
}
