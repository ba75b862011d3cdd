import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig } from 'vite'

export default defineConfig({
  plugins: [react({ compiler: true })],
  resolve: { conditions: ['@limn/source', ...defaultClientConditions], dedupe: ['react', 'react-dom'] },
})
