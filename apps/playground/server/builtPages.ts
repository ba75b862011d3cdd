import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import type { Pages } from './listen.ts'
import type { PlaygroundEnv } from './playground.ts'

/** What a page of the build may load, and that no text becomes a script. */
const POLICY = "default-src 'self'; img-src 'self' blob:; require-trusted-types-for 'script'"

/** The pages as they were built into `folder`. @throws Error when there is no build */
export function builtPages(folder: string): Pages {
  if (!existsSync(join(folder, 'index.html'))) throw new Error(`There is no build in ${folder}. Run: pnpm build`)
  const file = serveStatic<PlaygroundEnv>({ root: relative(process.cwd(), folder) })
  return {
    open: async () => ({ close: async () => {} }),
    async handle(context, next) {
      context.header('content-security-policy', POLICY)
      context.header('x-content-type-options', 'nosniff')
      context.header('referrer-policy', 'no-referrer')
      return (await file(context, next)) ?? context.text('There is no such page.', 404)
    },
  }
}
