import { fileURLToPath } from 'node:url'
import { devPages } from './devPages.ts'
import { serve } from './serve.ts'

await serve(devPages(fileURLToPath(new URL('..', import.meta.url))))
