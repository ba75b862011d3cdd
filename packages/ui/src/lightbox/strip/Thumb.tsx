import { useCapabilities } from '@limn/react'
import { useState, type ReactNode } from 'react'

/** Pixels: the smallest that a proxy makes. */
const WIDTH = 320

/** A picture made small by the proxy. Where it makes none, or this one cannot be had, `fallback` stands there: a whole one is never decoded for a thumbnail. */
export function Thumb({ url, fallback }: { url: string; fallback: ReactNode }): ReactNode {
  const { thumbnails } = useCapabilities().features
  const [broken, setBroken] = useState<string>()
  if (!thumbnails || !OF_THE_PROXY.test(url) || broken === url) return fallback
  return (
    <img
      className="limn-thumb"
      src={`${url}${url.includes('?') ? '&' : '?'}w=${WIDTH}`}
      alt=""
      decoding="async"
      referrerPolicy="no-referrer"
      onError={() => setBroken(url)}
    />
  )
}

const OF_THE_PROXY = /\/tasks\/[^/?]+\/images\/\d+(\?|$)/
