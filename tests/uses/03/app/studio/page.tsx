import { capabilitiesOptions, taskListOptions } from '@limn/react'
import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { auth } from '../../lib/auth.ts'
import { proxy } from '../../lib/limn.ts'
import { Studio } from './Studio.tsx'

export default async function Page() {
  const session = await auth.api.getSession({ headers: await headers() })
  if (!session) redirect('/sign-in')
  const client = proxy.as(session.user)
  const queryClient = new QueryClient()
  await Promise.all([
    queryClient.prefetchInfiniteQuery(taskListOptions(client)),
    queryClient.prefetchQuery(capabilitiesOptions(client)),
  ])
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <Studio />
    </HydrationBoundary>
  )
}
