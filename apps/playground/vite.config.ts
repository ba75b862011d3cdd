import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig, loadEnv } from 'vite'

export default defineConfig(({ mode }) => {
  refuseSecrets({ ...process.env, ...loadEnv(mode, import.meta.dirname), ...loadEnv(mode, '../..') })
  return {
    plugins: [react({ compiler: true })],
    resolve: { conditions: ['@limn/source', ...defaultClientConditions], dedupe: ['react', 'react-dom'] },
    // light-dark() and sqrt() stay as they are: lowering them would need the colour scheme in every file.
    // The page's policy allows no `data:`.
    build: { assetsInlineLimit: 0, cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'] },
  }
})

/** Whatever starts with VITE_ can be written into the page, for everyone to read. */
function refuseSecrets(env: Record<string, string | undefined>) {
  const exposed = Object.keys(env).filter((name) => /^VITE_.*(KEY|SECRET|TOKEN|PASSWORD)/.test(name))
  if (exposed.length > 0)
    throw new Error(
      `${exposed.join(', ')} would be readable by every visitor. Take VITE_ away: only the server needs it.`,
    )
}
