import type { LimnOptions } from './Limn.ts'

/** This browser is offline, and the proxy is not on this very machine, which can be reached without a network. */
export const isOffline = ({ endpoint }: LimnOptions): boolean => !navigator.onLine && !isLoopback(endpoint)

function isLoopback(endpoint: string | undefined): boolean {
  const { hostname } = new URL(endpoint ?? '/', location.href)
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|.+\.localhost)$/.test(hostname)
}
