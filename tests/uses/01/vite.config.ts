import { createProxy, gptImage2, memoryLedger } from '@limn/server'
import { limn } from '@limn/server/vite'
import { createSimulator } from '@limn/simulator'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const upstream = process.env.GPT_IMAGE_2_API_KEY
  ? gptImage2()
  : gptImage2({ apiKey: 'simulated', fetch: createSimulator().fetch })

export default defineConfig({
  plugins: [react(), limn(createProxy({ upstream, ledger: memoryLedger(), dangerouslyAllowAnonymous: true }))],
})
