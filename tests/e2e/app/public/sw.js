// What a host's service worker may do to looks at a task. `?polite` answers from its cache unless it is asked not to.
// `?stale` gives the first answer it ever saw to every second look, and to each that asks for a fresh one.
const isPolite = new URL(location.href).searchParams.has('polite')
const first = new Map()
let looks = 0

addEventListener('install', () => skipWaiting())
addEventListener('activate', (event) => event.waitUntil(clients.claim()))
addEventListener('fetch', (event) => {
  const { request } = event
  const { pathname } = new URL(request.url)
  if (request.method === 'GET' && /\/tasks\/[^/]+$/.test(pathname)) event.respondWith(answer(request, pathname))
})

async function answer(request, pathname) {
  looks += 1
  const isOld = isPolite ? request.cache !== 'no-store' : looks % 2 === 0 || request.headers.has('cache-control')
  const kept = first.get(pathname)
  if (kept && isOld) return kept.clone()
  const fresh = await fetch(request)
  if (!kept && fresh.ok) first.set(pathname, fresh.clone())
  return fresh
}
