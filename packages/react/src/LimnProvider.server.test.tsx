// @vitest-environment node
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { createClient, isLimnError } from '@limn/core'
import { createProxy, gptImage2, memoryLedger } from '@limn/server'
import { toNodeHandler } from '@limn/server/node'
import { createSimulator } from '@limn/simulator'
import { QueryClient } from '@tanstack/react-query'
import { StrictMode, type ReactNode } from 'react'
import { renderToPipeableStream, renderToString } from 'react-dom/server'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { LimnDevtools } from './devtools.ts'
import {
  capabilitiesOptions,
  LimnProvider,
  taskListOptions,
  taskOptions,
  useBudget,
  useCapabilities,
  useDraft,
  useGeneration,
  useGenerations,
  useImageGeneration,
  useLimn,
} from './index.ts'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

function Everything() {
  const { generation, ready } = useImageGeneration({ slot: 'hero' })
  const { generations } = useGenerations()
  const { source } = useCapabilities()
  const { promptProps } = useDraft({ initial: { prompt: 'a fox in snow' } })
  const facts = [ready, generation, generations.length, source, useGeneration('k'), useBudget()]
  return (
    <>
      <p>{JSON.stringify(facts)}</p>
      <textarea aria-label="Prompt" {...promptProps} />
    </>
  )
}

const app = (children: ReactNode) => (
  <StrictMode>
    <LimnProvider>
      {children}
      <LimnDevtools defaultOpen />
    </LimnProvider>
  </StrictMode>
)

const streamed = (node: ReactNode) =>
  new Promise<string>((resolve, reject) => {
    const { pipe } = renderToPipeableStream(node, {
      onAllReady: () => resolve(text(pipe(new PassThrough()))),
      onError: reject,
    })
  })

describe('on a server', () => {
  it.each([
    ['renderToString', async (node: ReactNode) => renderToString(node)],
    ['renderToPipeableStream', streamed],
  ])('G15 %s asks nothing, complains of nothing and leaves no timer', async (_name, toHtml) => {
    expect(typeof window).toBe('undefined')
    vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval'] })
    const spies = [
      vi.spyOn(globalThis, 'fetch'),
      vi.spyOn(console, 'error').mockImplementation(() => {}),
      vi.spyOn(console, 'warn').mockImplementation(() => {}),
    ]
    const html = await toHtml(app(<Everything />))
    expect(html.replaceAll('&quot;', '"')).toContain('[false,null,0,"defaults",null,null]')
    expect(html).toContain('a fox in snow')
    for (const spy of spies) expect(spy).not.toHaveBeenCalled()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('generates nothing, and says where to', () => {
    const Wrong = () => useLimn().generate({ prompt: 'a fox' }).key
    expect(() => renderToString(app(<Wrong />))).toThrow(/on a server/)
  })

  it('prefetches from an absolute endpoint, and keeps no timer for it', async () => {
    const simulator = createSimulator()
    const proxy = createProxy({
      upstream: gptImage2({ apiKey: 'test', fetch: simulator.fetch }),
      ledger: memoryLedger(),
      authorize: (request) => (request.headers.get('cookie') === 'session=ada' ? { id: 'ada' } : null),
    })
    const server = createServer(toNodeHandler(proxy) as RequestListener)
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    onTestFinished(async () => {
      server.closeAllConnections()
      server.close()
      await proxy.close()
    })
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/images`
    const client = createClient({ endpoint, headers: async () => ({ cookie: 'session=ada' }) })
    const queryClient = new QueryClient()
    const capabilities = await queryClient.fetchQuery(capabilitiesOptions(client))
    expect(capabilities).toMatchObject({ source: 'proxy', features: { list: true } })
    const { pages } = await queryClient.fetchInfiniteQuery(taskListOptions(client))
    expect(pages).toEqual([{ tasks: [], cursor: null }])
    expect(queryClient.getQueryCache().getAll()).toHaveLength(2)
    for (const { gcTime } of queryClient.getQueryCache().getAll()) expect(gcTime).toBe(Infinity)
    const strangers = createClient({ endpoint })
    await expect(new QueryClient().fetchQuery(capabilitiesOptions(strangers))).rejects.toMatchObject({
      code: 'unauthenticated',
    })
  })

  it('says of an endpoint without an origin that it means nothing here', async () => {
    const asked = vi.spyOn(globalThis, 'fetch')
    const error: unknown = await new QueryClient()
      .fetchQuery(taskOptions(createClient(), 'task'))
      .catch((thrown: unknown) => thrown)
    expect(isLimnError(error) && error).toMatchObject({
      code: 'invalid_request',
      charged: 'no',
      message: expect.stringContaining('absolute `endpoint`'),
    })
    expect(asked).not.toHaveBeenCalled()
  })
})
