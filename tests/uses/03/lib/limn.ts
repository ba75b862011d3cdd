// Server only.
import { createProxy, gptImage2 } from '@limn/server'
import { postgresLedger } from '@limn/server/postgres'
import { auth } from './auth.ts'

export const proxy = createProxy({
  // Unset in production: the real API. A staging system has the simulator here.
  upstream: gptImage2({ baseUrl: process.env.UPSTREAM_URL }),
  ledger: postgresLedger(process.env.DATABASE_URL!),
  authorize: async ({ headers }) => (await auth.api.getSession({ headers }))?.user,
})
