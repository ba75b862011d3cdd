import { fileURLToPath } from 'node:url'
import { builtPages } from './builtPages.ts'
import { serve } from './serve.ts'

await serve(builtPages(fileURLToPath(new URL('../dist', import.meta.url))))
