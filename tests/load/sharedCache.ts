import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createSocket, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mintKey } from '@limn/core'
import { startWorld } from './startWorld.ts'

// F14: nginx with a cache for all between two users and a proxy; and, so that it is known to cache, a server that says nothing.

const has = () => spawnSync('nginx', ['-v']).status === 0
if (!has() && process.getuid?.() === 0) spawnSync('apt-get', ['install', '-y', '-qq', 'nginx-light'])
async function tryCache(): Promise<void> {
  const silent = createServer(({ headers }, response) => response.end(`for ${headers.cookie}`))
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const world = await startWorld()
  const proxy = await world.open()
  const folder = mkdtempSync(join(tmpdir(), 'limn-nginx-'))
  const port = await freePort()
  writeFileSync(
    join(folder, 'nginx.conf'),
    configure(folder, port, { limn: new URL(proxy.url).origin, silent: portOf(silent.address()) }),
  )
  mkdirSync(join(folder, 'cache'))
  const nginx = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')], {
    stdio: 'inherit',
  })
  try {
    await until(() => fetch(`http://127.0.0.1:${port}/silent`).then(({ ok }) => ok))
    const ask = async (user: string, path: string) => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, {
        headers: { 'x-user': user, cookie: `user=${user}` },
      })
      return { status: response.status, text: await response.text(), cache: response.headers.get('x-cache') }
    }
    const crossed = [await ask('ann', '/silent?x'), await ask('bob', '/silent?x')]
    const key = mintKey(Date.now())
    const headers = { 'content-type': 'application/json', 'x-user': 'ann', 'idempotency-key': key }
    const created = await fetch(`${proxy.url}/generations`, { method: 'POST', headers, body: '{"prompt":"a fox"}' })
    const { id } = (await created.json()) as { id: string }
    const paths = [`/tasks/${id}`, `/tasks?ids=${id}`, '/tasks', `/generations/${key}`, '/capabilities', '/health']
    const rows = []
    for (const path of paths) {
      const [first, again, other] = [
        await ask('ann', `/api/images${path}`),
        await ask('ann', `/api/images${path}`),
        await ask('bob', `/api/images${path}`),
      ]
      rows.push({
        path: path.replace(id, '{handle}').replace(key, '{key}'),
        ann: first.status,
        bob: other.status,
        'bob hears of it':
          path !== '/health' && other.text.includes(id) && other.status === 200 && !other.text.includes('"error"'),
        cache: [first, again, other].map(({ cache }) => cache).join(' '),
      })
    }
    console.log(
      `nginx caches: the silent server’s answer ${crossed[1]!.text === 'for user=ann' ? 'went to the other user' : 'DID NOT'}`,
    )
    console.table(rows)
    const kept = rows.every((row) => !row.cache.includes('HIT') && !row['bob hears of it'])
    if (!kept || crossed[1]!.text !== 'for user=ann') process.exitCode = 1
  } finally {
    nginx.kill('SIGTERM')
    await once(nginx, 'close')
    await proxy.close()
    await world.close()
    silent.close().closeAllConnections()
    rmSync(folder, { recursive: true })
  }
}

/** Caches whatever may be cached, by its address alone. */
function configure(folder: string, port: number, servers: { readonly limn: string; readonly silent: number }): string {
  const pass = (to: string) =>
    `proxy_pass ${to}; proxy_cache all; proxy_cache_key $request_uri; proxy_cache_valid any 10m; add_header X-Cache $upstream_cache_status always;`
  return `daemon off; pid ${folder}/nginx.pid; ${process.getuid?.() === 0 ? 'user root;' : ''}
events {}
http {
  access_log off; client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/temp;
  proxy_cache_path ${folder}/cache keys_zone=all:1m;
  server {
    listen 127.0.0.1:${port};
    location /api/images/ { ${pass(servers.limn)} }
    location /silent { ${pass(`http://127.0.0.1:${servers.silent}`)} }
  }
}
`
}

const portOf = (address: ReturnType<ReturnType<typeof createServer>['address']>) => (address as AddressInfo).port

async function freePort(): Promise<number> {
  const probe = createSocket()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const port = portOf(probe.address())
  await new Promise((resolve) => probe.close(resolve))
  return port
}

async function until(done: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await done().catch(() => false)) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('nginx did not start')
}

if (has()) await tryCache()
else console.error('\n*** SKIPPED: F14 behind nginx was NOT tried: nginx is not installed. ***\n')
