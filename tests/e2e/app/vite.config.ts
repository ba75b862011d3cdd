import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig } from 'vite'

export default defineConfig({
  plugins: [react({ compiler: true })],
  resolve: { conditions: ['@limn/source', ...defaultClientConditions], dedupe: ['react', 'react-dom'] },
  cacheDir: '../../../node_modules/.vite-e2e',
  // Named, so that nothing is found late: that would reload the page in the middle of a test.
  optimizeDeps: {
    include: [
      'react',
      'react-dom/client',
      'react/jsx-dev-runtime',
      'react/compiler-runtime',
      '@tanstack/react-query',
      '@limn/react > idb',
    ],
  },
})
