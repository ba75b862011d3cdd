import { sniffPicture, type PictureType } from '@limn/core'
import { useEffect, useState, type RefObject } from 'react'

/** What a picture turned out to be, as far as it is known yet. */
export interface Actual {
  readonly width?: number
  readonly height?: number
  readonly type?: PictureType | undefined
  readonly bytes?: number | undefined
}

/** Pixels once the picture of `dialog` is loaded; type and bytes where its address is the page's own. */
export function useActual(dialog: RefObject<HTMLElement | null>, url: string): Actual {
  const [known, setKnown] = useState<Actual & { readonly url?: string }>({})
  useEffect(() => {
    const left = new AbortController()
    const { signal } = left
    const tell = (facts: Actual) => setKnown((before) => ({ ...(before.url === url && before), ...facts, url }))
    const picture = dialog.current?.querySelector<HTMLImageElement>('.limn-slide[aria-hidden=false] > img')
    const measure = () => {
      if (picture?.naturalWidth) tell({ width: picture.naturalWidth, height: picture.naturalHeight })
    }
    measure()
    picture?.addEventListener('load', measure, { signal })
    readHead(url, signal).then(tell, () => {})
    return () => left.abort()
  }, [dialog, url])
  return known.url === url ? known : {}
}

/** Its first bytes, out of the browser's cache. Of another site's picture nothing is asked: it would be loaded twice. */
async function readHead(url: string, signal: AbortSignal): Promise<Actual> {
  if (new URL(url, location.href).origin !== location.origin) return {}
  const { ok, body, headers } = await fetch(url, { signal, cache: 'force-cache' })
  const reader = body?.getReader()
  const { value } = (await reader?.read()) ?? {}
  void reader?.cancel()
  const type = ok && value ? sniffPicture(value) : undefined
  return type ? { type, bytes: Number(headers.get('content-length')) || undefined } : {}
}
