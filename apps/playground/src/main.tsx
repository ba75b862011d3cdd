import { LimnProvider } from '@limn/react'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'

const queryClient = new QueryClient()

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root to mount in.')
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <LimnProvider>
        <App />
      </LimnProvider>
    </QueryClientProvider>
  </StrictMode>,
)
