// What the public pages say without JavaScript: text and links, previews, structured data, sitemaps, and the files that
// make the shop installable.
import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { type Product, refused, type Show } from '../support/api.ts'
import type { Shop } from '../support/shop.ts'
import { house } from './house.ts'

const kHostile = '"><script>alert(1)</script>\'&'

let shop: Shop
let product: Product
let show: Show
let hostile: Show
before(async () => {
  shop = await house()
  const variants = [{ sku: 'moon-a', options: { 色: '銀' } }, { sku: 'moon-b', options: { 色: '金' }, price: { amount: 4180, currency: 'JPY' } }]
  product = await shop.product(0, { title: '月光パレット', description: '四色の光。\n夜に。', variants })
  show = await shop.liveShow(product)
  hostile = await shop.show({ title: `${kHostile}</title>`, description: `${kHostile}</script>`, starts_at: '2030-01-02T11:00:00Z', shelf: [product.id] })
})

const page = async (path: string, language = 'ja') => {
  const answer = await shop.anyone.send('GET', path, { headers: { accept: 'text/html', 'accept-language': language } })
  assert.match(answer.headers.get('content-type')!, /^text\/html/)
  return answer
}
const root = (html: string): string => /<div id="app">(.*)<\/div>\s*<\/body>/s.exec(html)![1]!
const meta = (html: string, name: string): string | undefined => new RegExp(`<meta (?:name|property)="${name}" content="([^"]*)">`).exec(html)?.[1]
const structured = (html: string): any[] => [...html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)].map(([, text]) => JSON.parse(text!))

describe('a page without JavaScript', () => {
  test('of the shop lists its shows', async () => {
    const { text, status } = await page('/')
    assert.equal(status, 200)
    assert.ok(root(text).includes(`<a href="/shows/${show.id}">`))
    assert.match(meta(text, 'og:url')!, /^http:\/\/127\.0\.0\.1:\d+\/$/)
    assert.match(meta(text, 'og:image')!, /^http/)
    assert.match(text, /<html lang="ja">/)
    assert.match((await page('/', 'en-GB')).text, /<html lang="en">/)
  })

  test('of a show on air has its title, its products with prices and links, and says that it is broadcast', async () => {
    const { text } = await page(`/shows/${show.id}`)
    const body = root(text)
    assert.ok(body.includes(`<h1>${show.title}</h1>`) && body.includes('配信中'))
    assert.ok(body.includes(`<a href="/products/${product.id}">月光パレット</a>`) && body.includes('¥2,640'), body)
    assert.equal(meta(text, 'og:title')!.startsWith(show.title), true)
    const [event] = structured(text)
    assert.deepEqual([event['@type'], event.isLiveBroadcast, event.name], ['BroadcastEvent', true, show.title])
    assert.ok(Date.parse(event.startDate) > 0)
    assert.ok(root((await page(`/shows/${show.id}`, 'en')).text).includes('On air'))
  })

  test('has a picture for its link, drawn with its words, another one when they change', async () => {
    const coming = await shop.show({ title: '秋の新色の夜', starts_at: '2031-01-02T11:00:00Z', shelf: [product.id] })
    const picture = async (language: string): Promise<URL> => new URL(meta((await page(`/shows/${coming.id}`, language)).text, 'og:image')!.replaceAll('&amp;', '&'))
    const first = await picture('ja')
    const card = await fetch(first)
    assert.deepEqual([card.status, card.headers.get('content-type')], [200, 'image/jpeg'])
    const bytes = new Uint8Array(await card.arrayBuffer())
    assert.deepEqual([...bytes.subarray(0, 3), ...bytes.subarray(-2)], [0xff, 0xd8, 0xff, 0xff, 0xd9], 'a whole JPEG')
    const english = await picture('en')
    assert.notEqual(english.search, first.search)
    assert.notDeepEqual(new Uint8Array(await (await fetch(english)).arrayBuffer()), bytes, 'the date reads otherwise')
    assert.equal((await picture('ja')).href, first.href, 'the same card has the same address')
    await shop.owner.patch(`/api/shows/${coming.id}`, { title: '冬の新色の夜' })
    assert.notEqual((await picture('ja')).href, first.href)
    const draft = await shop.show({ starts_at: null })
    refused(await shop.anyone.send('GET', `/shows/${draft.id}/card.jpg`), 404, 'not-found')
    assert.equal((await fetch(new URL(meta((await page(`/shows/${hostile.id}`)).text, 'og:image')!.replaceAll('&amp;', '&')))).status, 200)
  })

  test('names where its player is told to other sites, as oEmbed', async () => {
    const named = /<link rel="alternate" type="application\/json\+oembed" href="([^"]*)"/.exec((await page(`/shows/${hostile.id}`)).text)![1]!.replaceAll('&amp;', '&')
    const told = await (await fetch(`${named}&maxwidth=640`)).json() as { version: string; type: string; title: string; width: number; height: number; html: string; thumbnail_url: string }
    assert.deepEqual([told.version, told.type, told.title, told.width, told.height], ['1.0', 'rich', `${kHostile}</title>`, 640, 360])
    assert.ok(told.html.startsWith('<iframe src="') && told.html.includes(`/embed/${hostile.id}"`) && !told.html.includes('<script'), told.html)
    assert.equal((await fetch(told.thumbnail_url)).status, 200)
    const ask = (query: string) => shop.anyone.send('GET', `/api/oembed${query}`)
    refused(await ask(`?url=${encodeURIComponent('https://elsewhere.example/shows/' + show.id)}`), 404, 'not-found')
    refused(await ask(`?url=${encodeURIComponent(`${shop.server.base}/shows/${(await shop.show({ starts_at: null })).id}`)}`), 404, 'not-found')
    refused(await ask(`?url=x&format=xml`), 400, 'invalid', 'format')
    refused(await ask(`?url=x&maxwidth=wide`), 400, 'invalid', 'maxwidth')
  })

  test('of a show that ended is a video', async () => {
    const over = await shop.liveShow(product)
    await shop.owner.post(`/api/shows/${over.id}/end`)
    const [video] = structured((await page(`/shows/${over.id}`)).text)
    assert.equal(video['@type'], 'VideoObject')
    assert.match(video.duration, /^PT\d+S$/)
    assert.ok(Date.parse(video.uploadDate) > 0 && video.publication['@type'] === 'BroadcastEvent')
  })

  test('of a product has its price, its offers and its shows', async () => {
    const { text } = await page(`/products/${product.id}`)
    const body = root(text)
    assert.ok(body.includes('四色の光。<br>夜に。') && body.includes(`/shows/${show.id}`), body)
    const [data] = structured(text)
    assert.equal(data['@type'], 'Product')
    assert.deepEqual([data.offers['@type'], data.offers.lowPrice, data.offers.highPrice, data.offers.priceCurrency], ['AggregateOffer', '2640', '4180', 'JPY'])
    assert.deepEqual(data.offers.offers.map((offer: any) => [offer.sku, offer.price, offer.availability]), [['moon-a', '2640', 'https://schema.org/OutOfStock'], ['moon-b', '4180', 'https://schema.org/OutOfStock']])
    const single = await shop.product(2)
    const [one] = structured((await page(`/products/${single.id}`)).text)
    assert.deepEqual([one.offers['@type'], one.offers.availability], ['Offer', 'https://schema.org/InStock'])
  })

  test('of somebody in a cast names their shows', async () => {
    await shop.owner.put('/api/staff/akari', { name: '灯', title: '美容部員', role: 'presenter' })
    refusedPage(await page('/staff/akari'))
    await shop.owner.patch(`/api/shows/${show.id}`, { cast: ['akari'] })
    const { text, status } = await page('/staff/akari')
    assert.equal(status, 200)
    assert.ok(root(text).includes('<h1>灯</h1>') && root(text).includes(`/shows/${show.id}`))
  })

  test('keeps what people typed as text', async () => {
    for (const path of [`/shows/${hostile.id}`, '/', `/products/${product.id}`]) {
      const { text } = await page(path)
      assert.ok(!text.includes('<script>alert'), path)
      assert.equal(text.match(/<\/title>/g)!.length, 1, path)
    }
    assert.equal(structured((await page(`/shows/${hostile.id}`)).text)[0].name, hostile.title)
  })

  test('tells nothing of what the public may not know', async () => {
    const draft = await shop.show({ title: '秘密の企画' })
    for (const path of [`/shows/${draft.id}`, '/shows/none', '/products/none', '/staff/none', '/no-such-page']) {
      const answer = await page(path)
      refusedPage(answer)
      assert.ok(!answer.text.includes('秘密'), path)
    }
    assert.ok(!(await page('/')).text.includes('秘密'))
    for (const path of ['/me', '/orders/x', '/studio', `/embed/${show.id}`]) assert.equal((await page(path)).headers.get('x-robots-tag'), 'noindex', path)
  })
})

function refusedPage(answer: { status: number; headers: Headers }): void {
  assert.equal(answer.status, 404)
  assert.equal(answer.headers.get('x-robots-tag'), 'noindex')
}

describe('for machines', () => {
  test('feeds tell catalogues of products as they are now, and readers of shows', async () => {
    const feed = await shop.anyone.send('GET', '/feeds/products.xml')
    assert.match(feed.headers.get('content-type')!, /^application\/rss\+xml/)
    const item = (xml: string, sku: string) => xml.split('<item>').find((each) => each.includes(`<g:id>${sku}</g:id>`))!
    assert.match(item(feed.text, 'moon-b'), /<g:availability>out_of_stock<\/g:availability><g:price>4180 JPY<\/g:price>/)
    assert.ok(item(feed.text, 'moon-b').includes(`<g:item_group_id>${product.id}</g:item_group_id>`))
    await shop.owner.post('/api/stock/moon-b', { delta: 2, reason: '入荷' })
    assert.match(item((await shop.anyone.send('GET', '/feeds/products.xml')).text, 'moon-b'), /<g:availability>in_stock</)
    assert.match((await page('/')).text, /<link rel="alternate" type="application\/atom\+xml" href="[^"]*\/feeds\/shows\.atom"/)
    const shows = await shop.anyone.get<{ items: { url: string; title: string; content_text: string }[] }>('/feeds/shows.json')
    const coming = shows.items.find(({ url }) => url.endsWith(`/shows/${hostile.id}`))!
    assert.equal(coming.title, `${kHostile}</title>`)
    assert.match(coming.content_text, /^2030年1月2日/)
    const atom = (await shop.anyone.send('GET', '/feeds/shows.atom')).text
    assert.ok(atom.includes('&lt;script&gt;') && !atom.includes('<script'))
  })

  test('robots.txt names the sitemap, and the sitemaps name the pages', async () => {
    const robots = (await shop.anyone.send('GET', '/robots.txt')).text
    const address = /^Sitemap: (\S+)$/m.exec(robots)![1]!
    const index = await shop.anyone.send('GET', new URL(address).pathname)
    assert.match(index.headers.get('content-type')!, /^application\/xml/)
    const maps = [...index.text.matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, where]) => new URL(where!).pathname)
    assert.deepEqual(maps, ['/sitemap-shows.xml', '/sitemap-products-0.xml'])
    const [shows, products] = await Promise.all(maps.map(async (path) => (await shop.anyone.send('GET', path)).text))
    assert.ok(shows!.includes(`/shows/${show.id}</loc>`) && products!.includes(`/products/${product.id}</loc>`))
    refused(await shop.anyone.send('GET', '/sitemap-products-9.xml'), 404, 'not-found')
    refused(await shop.anyone.send('GET', '/sitemap-products-x.xml'), 404, 'not-found')
  })

  test('the shop can be installed, and has a page for when there is no network', async () => {
    const manifest = await shop.anyone.send('GET', '/manifest.webmanifest')
    const { name, icons, display, start_url } = JSON.parse(manifest.text)
    assert.deepEqual([name, display, start_url], [(await shop.anyone.get('/api/shop')).name || 'nigiwai', 'standalone', '/'])
    for (const { src, sizes } of icons) {
      const icon = Buffer.from(await (await fetch(shop.server.base + src)).arrayBuffer())
      assert.deepEqual([icon.subarray(1, 4).toString(), `${icon.readUInt32BE(16)}x${icon.readUInt32BE(20)}`], ['PNG', sizes])
    }
    assert.ok(icons.some(({ purpose }: { purpose: string }) => purpose === 'maskable'))
    const worker = await shop.anyone.send('GET', '/sw.js')
    assert.match(worker.headers.get('content-type')!, /^text\/javascript/)
    assert.equal(worker.headers.get('cache-control'), 'no-cache')
    assert.match(worker.text, /nigiwai-[0-9a-f]{16}/)
    const offline = (await page('/offline')).text
    assert.ok(/電波/.test(offline) && /offline/.test(offline))
  })

  test('embed.js is one file for every site', async () => {
    const script = await shop.anyone.send('GET', '/embed.js')
    assert.match(script.headers.get('content-type')!, /^text\/javascript/)
    assert.equal(script.headers.get('access-control-allow-origin'), '*')
    assert.ok(!script.headers.get('cache-control')!.includes('immutable'))
    assert.ok(script.text.includes('nigiwai-show') && !/\bimport\b/.test(script.text))
    assert.ok(script.text.length < 12_000, `${script.text.length} characters`)
  })
})
