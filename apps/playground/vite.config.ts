import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig } from 'vite'

export default defineConfig({
  plugins: [react({ compiler: true })],
  resolve: { conditions: ['@limn/source', ...defaultClientConditions], dedupe: ['react', 'react-dom'] },
  // light-dark() and sqrt() stay as they are: lowering them would need the colour scheme in every file.
  build: { cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'] },
})
