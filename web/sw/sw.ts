// The service worker keeps the app's own files, so that the installed app opens at once, and a page for when there is no
// network. It never keeps what the API or the media answer.
//
// A new version waits until the last page of the old one is closed, then takes its place and lets the old files go: no
// page ever runs on files of two versions.
export {}

interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void
}
interface Fetching extends Extendable {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}
interface Worker {
  addEventListener(name: 'install' | 'activate', run: (event: Extendable) => void): void
  addEventListener(name: 'fetch', run: (event: Fetching) => void): void
}
const worker = self as unknown as Worker

// The server writes the hash of the player's page here.
const kCache = 'nigiwai-version'
const kOffline = '/offline'

worker.addEventListener('install', (event) => {
  event.waitUntil(caches.open(kCache).then((cache) => cache.addAll([kOffline, '/icons/icon-192.png'])))
})

worker.addEventListener('activate', (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name !== kCache).map((name) => caches.delete(name)))))
})

worker.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== location.origin) return
  // Files with a hash in their name are the same for ever.
  if (url.pathname.startsWith('/assets/')) event.respondWith(kept(request))
  else if (request.mode === 'navigate' && !url.pathname.startsWith('/studio') && !url.pathname.startsWith('/embed/')) {
    event.respondWith(fetch(request).catch(async () => (await caches.match(kOffline)) ?? Response.error()))
  }
})

async function kept(request: Request): Promise<Response> {
  const known = await caches.match(request)
  if (known) return known
  const answer = await fetch(request)
  if (answer.ok) {
    const cache = await caches.open(kCache)
    await cache.put(request, answer.clone())
  }
  return answer
}
