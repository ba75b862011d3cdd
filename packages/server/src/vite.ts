import type { Connect, Plugin } from 'vite'
import type { LimnProxy } from './createProxy.ts'
import { handlerOf } from './node.ts'
import type { Principal } from './policy/authorize.ts'

/** The proxy inside `vite dev` and `vite preview`, at its own path; never part of a build. */
export function limn<P extends Principal>(proxy: LimnProxy<P>): Plugin {
  const handler = handlerOf(proxy)
  const serve = ({ middlewares }: { middlewares: Connect.Server }) => {
    proxy.watch()
    middlewares.use((request, response, next) => {
      const [path = ''] = (request.originalUrl ?? request.url ?? '').split('?')
      if (path === proxy.path || path.startsWith(`${proxy.path}/`)) void handler(request, response)
      else next()
    })
  }
  return { name: 'limn', apply: 'serve', configureServer: serve, configurePreviewServer: serve }
}
