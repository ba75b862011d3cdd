import { LimnProvider } from '@limn/react'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Cards } from './Cards.tsx'
import { Fox } from './Fox.tsx'
import { App as DjangoApp } from '../../uses/08/App.tsx'
import { Studio } from './Studio.tsx'
import { Wall } from './Wall.tsx'

// A host application with the defaults that hurt most.
const host = new QueryClient({
  defaultOptions: {
    mutations: { retry: 3, networkMode: 'offlineFirst' },
    queries: { retry: 5, networkMode: 'offlineFirst', staleTime: Number.POSITIVE_INFINITY, gcTime: 0 },
  },
})

const page = new URLSearchParams(location.search)
const view = page.get('view')
/** ms; limn's own schedule where it is not said. */
const interval = page.has('interval') ? Number(page.get('interval')) : undefined
const endpoint = page.get('endpoint') ?? '/api/images'

/** As an app does that fetches its token first. */
async function headersOfLate() {
  await new Promise((resolve) => setTimeout(resolve, 50))
  return { authorization: 'Bearer from-the-app' }
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={host}>
      {view === 'django' ? (
        <DjangoApp userId="u1" endpoint={endpoint} />
      ) : view === 'cards' || view === 'wall' ? (
        <LimnProvider endpoint={endpoint} background={page.has('background')} pollInterval={interval}>
          {view === 'cards' ? <Cards /> : <Wall />}
        </LimnProvider>
      ) : view === 'elsewhere' ? (
        <LimnProvider endpoint={endpoint} pollInterval={340} credentials="include" headers={headersOfLate}>
          {page.has('kit') ? <Studio /> : <Fox crossOrigin="use-credentials" />}
        </LimnProvider>
      ) : (
        <LimnProvider endpoint={endpoint} pollInterval={340}>
          {view === 'studio' ? <Studio /> : <Fox />}
        </LimnProvider>
      )}
    </QueryClientProvider>
  </StrictMode>,
)
