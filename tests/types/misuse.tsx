import {
  generateOptions,
  taskListOptions,
  taskOptions,
  useImageGeneration,
  type Client,
  type Generation,
  type Limn,
} from '@limn/react'
import { createProxy, gptImage2, memoryLedger } from '@limn/server'
import { toNextHandlers } from '@limn/server/next'
import { toNodeHandler } from '@limn/server/node'
import { ImageField, ImageStudio } from '@limn/ui'
import { useInfiniteQuery, useMutation, useQuery, useSuspenseQuery, type QueryClient } from '@tanstack/react-query'
import { use } from 'react'
import type { IncomingMessage } from 'node:http'

declare const limn: Limn
declare const client: Client
declare const queryClient: QueryClient
declare const one: Generation

export function requests() {
  // @ts-expect-error -- there is nothing to draw
  limn.generate({ size: '1024x1024' })
  // @ts-expect-error -- who it is for is the proxy's to say
  limn.generate({ prompt: 'a fox', user: 'somebody else' })
  // @ts-expect-error -- pictures come as URLs only
  limn.generate({ prompt: 'a fox', response_format: 'b64_json' })
  // @ts-expect-error -- a number is not written out
  limn.generate({ prompt: 'a fox', n: '2' })
  limn.generate({ image_urls: ['https://pictures.example/fox.png'] })
  // Open, for newer models and other upstreams: the proxy says which it takes.
  limn.generate({ prompt: 'a fox', size: '2048x2048' })
  limn.generate({ prompt: 'a fox', size: undefined, n: undefined, quality: undefined })
}

export function submissions(): () => void {
  // @ts-expect-error -- no promise: nothing to forget, and nothing that could be taken for the picture
  void limn.generate({ prompt: 'a fox' }).then(() => 'drawn')
  // @ts-expect-error -- `outcome` is the promise
  void limn.generate({ prompt: 'a fox' }).outcome.status
  return () => limn.generate({ prompt: 'a fox' })
}

export function statuses() {
  // @ts-expect-error -- what succeeded has no error
  if (one.status === 'succeeded') void one.error.message
  // @ts-expect-error -- one that was refused has no task
  if (one.status === 'failed') one.taskId satisfies string
  // @ts-expect-error -- not one of the words
  if (one.status === 'done') return undefined
  if (one.status === 'failed' || one.status === 'uncertain') one.error.code satisfies string
  if (one.status === 'processing') one.taskId satisfies string
  const word = wordOf(one)
  // @ts-expect-error -- plain data, and nobody's to change
  one.status = 'canceled'
  return word
}

/** No default: with a new word, not every way would lead to a value. */
function wordOf({ status }: Generation): string {
  let word: string
  switch (status) {
    case 'queued':
    case 'submitting':
    case 'uncertain':
    case 'pending':
    case 'processing':
      word = 'running'
      break
    case 'succeeded':
    case 'failed':
    case 'canceled':
      word = 'over'
  }
  return word
}

export function verbs() {
  // @ts-expect-error -- it may make no sense now, and is absent then
  limn.actions(one).cancel()
  // @ts-expect-error -- what may charge again has a name that says so
  limn.actions(one).retry?.({ mayChargeAgain: true })
  limn.actions(one).cancel?.()
}

export function Queries({ id }: { id: string | undefined }) {
  // @ts-expect-error -- it may be skipped, so it cannot suspend
  useSuspenseQuery(taskOptions(client, id))
  const { generation, generate } = useImageGeneration({ slot: 'hero' })
  // @ts-expect-error -- the slot is the hook's
  generate({ prompt: 'a fox' }, { slot: 'other' })
  useQuery(taskOptions(client, id)).data?.status satisfies string | undefined
  useQuery({ ...taskOptions(client, 'x'), select: (task) => task.status }).data satisfies string | undefined
  useSuspenseQuery(taskOptions(client, 'x')).data.status satisfies string
  useInfiniteQuery(taskListOptions(client)).data?.pages[0]?.tasks satisfies readonly unknown[] | undefined
  const draw = useMutation(generateOptions(limn, { slot: 'hero' }))
  draw.mutate({ prompt: 'a fox' })
  draw.error?.code satisfies string | undefined
  queryClient.getQueryData(taskOptions(client, 'x').queryKey)?.status satisfies string | undefined
  use(limn.outcome('key')).status satisfies string
  return generation?.status
}

export const parts = [
  // @ts-expect-error -- a path, not a port
  <ImageStudio key="studio" endpoint={7010} />,
  // @ts-expect-error -- a field has a place on screen
  <ImageField key="field" name="hero" />,
  // @ts-expect-error -- a URL or null, not a file
  <ImageField key="file" slot="hero" value={new File([], 'fox.png')} />,
]

declare const context: { req: { raw: Request }; get: (name: 'user') => { id: string } | null }

export function proxies() {
  const upstream = gptImage2()
  const ledger = memoryLedger()
  const authorize = () => ({ id: 'ada' })
  // @ts-expect-error -- a ledger is chosen, not forgotten
  createProxy({ upstream, authorize })
  // @ts-expect-error -- nobody says who asks
  createProxy({ upstream, ledger })
  // @ts-expect-error -- everybody, or those who are known: not both
  createProxy({ upstream, ledger, authorize, dangerouslyAllowAnonymous: true })
  // @ts-expect-error -- a name tells nobody apart
  createProxy({ upstream, ledger, authorize: () => ({ name: 'ada' }) })
  // @ts-expect-error -- the plan of a user who has none
  createProxy({ upstream, ledger, authorize, limits: ({ plan }) => ({ n: plan === 'pro' ? 4 : 1 }) })

  const plain = createProxy({ upstream, ledger, authorize })
  const byNode = createProxy({
    upstream,
    ledger,
    authorize: (_request, request: IncomingMessage & { user?: { id: string } }) => request.user,
  })
  // @ts-expect-error -- it asks the native request, and gets none
  void byNode(new Request('http://a.example'))
  // @ts-expect-error -- Next has no native request to give
  toNextHandlers(byNode)
  toNodeHandler(byNode)
  toNodeHandler(plain)
  toNextHandlers(plain)
  void plain(new Request('http://a.example'))
  void createProxy({ upstream, ledger: 'none', dangerouslyAllowAnonymous: true })(new Request('http://a.example'))
  createProxy({
    upstream,
    ledger,
    authorize: async () => ({ id: 'ada', plan: 'pro' as const }),
    limits: ({ plan }) => ({ n: plan === 'pro' ? 4 : 1 }),
  })
  const byHono = createProxy({ upstream, ledger, authorize: (_request, from: typeof context) => from.get('user') })
  return byHono(context.req.raw, context)
}
