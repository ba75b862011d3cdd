import { createProxy, gptImage2 } from '@limn/server'
import { toNodeHandler } from '@limn/server/node'
import { postgresLedger } from '@limn/server/postgres'
import express, { type Request } from 'express'
import session from 'express-session'
import { Pool } from 'pg'
import { createStorage } from 'unstorage'
import s3 from 'unstorage/drivers/s3'

declare module 'express-session' {
  interface SessionData {
    userId: string
  }
}

const { PORT = '3000', PUBLIC_URL = 'https://app.example', S3_ENDPOINT = 'https://s3.example' } = process.env
const pool = new Pool()
const store = createStorage({
  driver: s3({
    bucket: 'pictures',
    endpoint: S3_ENDPOINT,
    region: 'eu',
    accessKeyId: process.env.S3_KEY_ID!,
    secretAccessKey: process.env.S3_KEY!,
  }),
})

const proxy = createProxy({
  // Unset in production: the real API. A staging system has the simulator here.
  upstream: gptImage2({ baseUrl: process.env.UPSTREAM_URL }),
  ledger: postgresLedger(pool),
  secret: process.env.LIMN_SECRET,
  authorize: (_request, req: Request) => (req.session.userId ? { id: req.session.userId } : null),
  archive: store,
  references: { store, publicUrl: `${PUBLIC_URL}/api/images` },
})

const app = express()
app.use(session({ secret: process.env.SESSION_SECRET!, resave: false, saveUninitialized: false }), express.json())
app.post('/sign-in', (req: Request<unknown, unknown, { name: string }>, res) => {
  req.session.userId = req.body.name
  res.sendStatus(204)
})
app.use('/api/images', toNodeHandler(proxy))
const server = app.listen(Number(PORT), '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${PORT}`))
process.on('SIGTERM', () => void proxy.close().then(() => server.close(() => void pool.end())))
