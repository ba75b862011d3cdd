import { LimnError, type ClientOptions } from '@limn/core'
import type { UploadOptions } from './UploadOptions.ts'

/** An answer, read to its end. */
interface FileAnswer {
  readonly status: number
  readonly text: string
  readonly headers: Pick<Headers, 'get'>
}

type Sending = Pick<ClientOptions, 'credentials' | 'fetch'> & UploadOptions & { readonly headers: Headers }

/** ms without a byte moving after which an upload is given up. */
const PATIENCE = 60_000

/** POSTs a file. With XMLHttpRequest, because `fetch` does not tell how far it is; with `fetch` where the app has its own. @throws LimnError `network`, `timeout`, `aborted` */
export const sendFile = (url: string, file: Blob, sending: Sending): Promise<FileAnswer> =>
  sending.fetch ? byFetch(sending.fetch, url, file, sending) : byXhr(url, file, sending)

async function byFetch(
  fetch: NonNullable<ClientOptions['fetch']>,
  url: string,
  file: Blob,
  { headers, credentials, signal, onProgress }: Sending,
): Promise<FileAnswer> {
  try {
    const body = await file.arrayBuffer()
    signal?.throwIfAborted()
    const deadline = AbortSignal.timeout(PATIENCE)
    const request = new Request(new URL(url, globalThis.location?.href), {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
      ...(credentials && { credentials }),
    })
    const response = await fetch(request)
    const text = await response.text()
    onProgress?.(1)
    return { status: response.status, text, headers: response.headers }
  } catch (cause) {
    throw failed(signal?.aborted ? 'aborted' : isTimeout(cause) ? 'timeout' : 'network', cause)
  }
}

function byXhr(url: string, file: Blob, { headers, credentials, signal, onProgress }: Sending): Promise<FileAnswer> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(failed('aborted'))
    const xhr = new XMLHttpRequest()
    let timer: ReturnType<typeof setTimeout> | undefined
    const over = (act: () => void) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', leave)
      act()
    }
    const leave = () => over(() => (reject(failed('aborted')), xhr.abort()))
    const watch = () => {
      clearTimeout(timer)
      timer = setTimeout(() => over(() => (reject(failed('timeout')), xhr.abort())), PATIENCE)
    }
    signal?.addEventListener('abort', leave)
    xhr.upload.addEventListener('progress', ({ loaded, total }) => {
      watch()
      if (total > 0) onProgress?.(loaded / total)
    })
    xhr.addEventListener('error', () => over(() => reject(failed('network'))))
    xhr.addEventListener('load', () =>
      over(() =>
        resolve({
          status: xhr.status,
          text: xhr.responseText,
          headers: { get: (name) => xhr.getResponseHeader(name) },
        }),
      ),
    )
    xhr.open('POST', url)
    xhr.withCredentials = credentials === 'include'
    headers.forEach((value, name) => xhr.setRequestHeader(name, value))
    watch()
    xhr.send(file)
  })
}

const isTimeout = (cause: unknown) => cause instanceof Error && cause.name === 'TimeoutError'

const SAYS = {
  aborted: 'The upload was given up.',
  timeout: 'The upload stood still for a minute. Try it again.',
  network: 'The connection broke during the upload. Check the network, then try it again.',
} as const

const failed = (code: keyof typeof SAYS, cause?: unknown) =>
  new LimnError(code, SAYS[code], { param: 'image_urls', charged: 'no', cause })
