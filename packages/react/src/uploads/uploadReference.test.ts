import { createProxy, gptImage2, memoryLedger } from '@limn/server'
import { describe, expect, it } from 'vitest'
import { picture } from '../test/picture.ts'
import { uploadReference, type UploadReferenceOptions } from '../uploads.ts'

const endpoint = 'http://limn.test/api/images'

/** The real proxy in this process, and what reached it. */
function openProxy(isSignedIn = true) {
  const files = new Map<string, unknown>()
  const store = {
    setItemRaw: async (name: string, bytes: Uint8Array) => void files.set(name, bytes),
    getItemRaw: async (name: string) => files.get(name),
    removeItem: async (name: string) => void files.delete(name),
  }
  const proxy = createProxy({
    upstream: gptImage2({ apiKey: 'test', fetch: () => Promise.reject(new Error('no create belongs here')) }),
    ledger: memoryLedger(),
    secret: 'a secret of the tests, long enough to be one',
    authorize: () => (isSignedIn ? { id: 'u1' } : null),
    references: { store, publicUrl: endpoint, maxBytes: 5000 },
  })
  const seen: Request[] = []
  const fetch = (request: Request) => {
    seen.push(request.clone())
    return proxy(request)
  }
  return {
    seen,
    upload: (file: Blob, options: UploadReferenceOptions = {}) =>
      uploadReference(file, { endpoint, fetch, ...options }),
  }
}

const answering = (body: BodyInit, init: ResponseInit) => ({ endpoint, fetch: async () => new Response(body, init) })

describe('uploadReference', () => {
  it('gives the URL that a create may name, and when it ends by this clock', async () => {
    const { upload, seen } = openProxy()
    const fractions: number[] = []
    const { url, expiresAt } = await upload(picture('fox.png'), {
      headers: async () => ({ authorization: 'Bearer of-the-app' }),
      onProgress: (fraction) => fractions.push(fraction),
      clockOffset: 3_600_000,
    })
    expect(url).toMatch(/^http:\/\/limn\.test\/api\/images\/references\/.+\.png$/)
    expect(expiresAt! - Date.now()).toBeLessThan(23 * 3_600_000 + 1000)
    expect(expiresAt! - Date.now()).toBeGreaterThan(23 * 3_600_000 - 5000)
    expect(fractions.at(-1)).toBe(1)
    expect([seen[0]!.headers.get('authorization'), seen[0]!.headers.get('content-type')]).toEqual([
      'Bearer of-the-app',
      'image/png',
    ])
  })

  it('calls a picture what its bytes say, whatever it is named', async () => {
    const { upload, seen } = openProxy()
    await upload(new File([picture('x.png')], 'photo.jpg', { type: 'image/jpeg' }))
    expect(seen[0]!.headers.get('content-type')).toBe('image/png')
  })

  it.each<[string, Blob, UploadReferenceOptions, string]>([
    ['that is no picture', new File(['%PDF-1.7'], 'brief.pdf'), {}, 'unsupported_media_type'],
    ['that is empty', new File([], 'empty.png'), {}, 'unsupported_media_type'],
    ['above the limit', picture('big.png', 6000), { maxBytes: 5000 }, 'request_too_large'],
  ])('a file %s never leaves, and is called by its name', async (_, file, options, code) => {
    const { upload, seen } = openProxy()
    const refused = upload(file, options)
    await expect(refused).rejects.toMatchObject({ code, charged: 'no', param: 'image_urls' })
    await expect(refused).rejects.toThrow((file as File).name)
    expect(seen).toEqual([])
  })

  it('says what the proxy says, and that nothing was charged', async () => {
    await expect(openProxy().upload(picture('big.png', 6000))).rejects.toMatchObject({
      code: 'request_too_large',
      charged: 'no',
      param: 'image_urls',
    })
    await expect(openProxy(false).upload(picture('fox.png'))).rejects.toMatchObject({ code: 'unauthenticated' })
    const missing = answering('<h1>Not here</h1>', { status: 404 })
    await expect(uploadReference(picture('fox.png'), missing)).rejects.toMatchObject({ code: 'reference_refused' })
  })

  it.each([
    ['a page in its place', '<html>Sign in</html>'],
    ['a URL that is none', '{"url":"javascript:alert(1)"}'],
    ['a URL with a password', '{"url":"https://a:b@c.example/x.png"}'],
    ['no URL', '{}'],
  ])('takes %s for no answer', async (_, body) => {
    const answer = answering(body, { status: 200 })
    await expect(uploadReference(picture('fox.png'), answer)).rejects.toMatchObject({
      code: 'invalid_response',
      charged: 'no',
    })
  })

  it('ends when it is given up, and when the connection breaks', async () => {
    const hangs = { endpoint, fetch: (request: Request) => rejectOnAbort(request.signal) }
    const leaving = new AbortController()
    const given = uploadReference(picture('fox.png'), { ...hangs, signal: leaving.signal })
    leaving.abort()
    await expect(given).rejects.toMatchObject({ code: 'aborted', charged: 'no' })
    const cut = { endpoint, fetch: () => Promise.reject(new TypeError('fetch failed')) }
    await expect(uploadReference(picture('fox.png'), cut)).rejects.toMatchObject({ code: 'network', charged: 'no' })
  })
})

const rejectOnAbort = (signal: AbortSignal) =>
  new Promise<Response>((_, reject) =>
    signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError'))),
  )
