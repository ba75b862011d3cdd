import { LimnProvider } from '@limn/react'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Fox } from './Fox.tsx'
import { Studio } from './Studio.tsx'

// A host application with the defaults that hurt most.
const host = new QueryClient({
  defaultOptions: {
    mutations: { retry: 3, networkMode: 'offlineFirst' },
    queries: { retry: 5, networkMode: 'offlineFirst', staleTime: Number.POSITIVE_INFINITY, gcTime: 0 },
  },
})

const page = new URLSearchParams(location.search)

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={host}>
      <LimnProvider endpoint={page.get('endpoint') ?? '/api/images'} pollInterval={340}>
        {page.get('view') === 'studio' ? <Studio /> : <Fox />}
      </LimnProvider>
    </QueryClientProvider>
  </StrictMode>,
)
