import { LimnProvider } from '@limn/react'
import { LimnDevtools } from '@limn/react/devtools'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { recordExchanges } from './requests/recordExchanges.ts'

const inPage = import.meta.env.MODE === 'static'
if (inPage) await (await import('./in-page/startInPage.ts')).startInPage()

const queryClient = new QueryClient()
const exchanges = recordExchanges()

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root to mount in.')
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <LimnProvider journal={inPage ? 'memory' : undefined} fetch={exchanges.fetch}>
        <App exchanges={exchanges} />
        <LimnDevtools />
      </LimnProvider>
    </QueryClientProvider>
  </StrictMode>,
)
