import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig, loadEnv, type Plugin } from 'vite'

export default defineConfig(({ mode }) => {
  refuseSecrets({ ...process.env, ...loadEnv(mode, import.meta.dirname), ...loadEnv(mode, '../..') })
  const isStatic = mode === 'static'
  return {
    // It may lie in any folder of any site.
    base: isStatic ? './' : '/',
    plugins: [react({ compiler: true }), isStatic && serviceWorker()],
    resolve: { conditions: ['@limn/source', ...defaultClientConditions], dedupe: ['react', 'react-dom'] },
    // light-dark() and sqrt() stay as they are: lowering them would need the colour scheme in every file.
    // The page's policy allows no `data:`.
    build: { assetsInlineLimit: 0, cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'] },
  }
})

/** MSW's worker, which has to be a file of its own at the root. */
function serviceWorker(): Plugin {
  return {
    name: 'service-worker',
    async generateBundle() {
      const path = fileURLToPath(import.meta.resolve('msw/mockServiceWorker.js'))
      this.emitFile({ type: 'asset', fileName: 'mockServiceWorker.js', source: await readFile(path) })
    },
  }
}

/** Whatever starts with VITE_ can be written into the page, for everyone to read. */
function refuseSecrets(env: Record<string, string | undefined>) {
  const exposed = Object.keys(env).filter((name) => /^VITE_.*(KEY|SECRET|TOKEN|PASSWORD)/.test(name))
  if (exposed.length > 0)
    throw new Error(
      `${exposed.join(', ')} would be readable by every visitor. Take VITE_ away: only the server needs it.`,
    )
}
