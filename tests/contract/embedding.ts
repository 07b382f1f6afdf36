// The shop inside other shops: who may embed it, moments for their carts, keys, and the orders they tell.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Client, type Page, type Product, type Show, refused } from '../support/api.ts'
import { contact, type Shop } from '../support/shop.ts'
import { house } from './house.ts'

interface External { id: string; external_id: string; state: string; counted: boolean; show: string; at: number; lines: { sku: string; quantity: number }[]; total: { amount: number } }
interface Moment { moment: string; expires_at: string; at: number; sku: string; product: string; quantity: number; external_id: string | null; url: string | null }
interface Settings { origins: string[]; handoff: { to: string; shop: string; template: string; takes_stock: boolean } }

const kHost = 'https://shop.example'
const yen = (amount: number) => ({ amount, currency: 'JPY' })

let shop: Shop
let product: Product
let show: Show
let key: Client
let keyId: string
before(async () => {
  shop = await house()
  product = await shop.product(5)
  show = await shop.liveShow(product)
  const made = await shop.owner.post('/api/keys', { name: 'Shopify' })
  key = shop.anyone.as(made.key)
  keyId = made.id
})

const settle = (more: Partial<Settings['handoff']> = {}, origins = [kHost]) => shop.owner.put('/api/shop/embedding', { origins, handoff: { to: 'host', ...more } }) as Promise<Settings>

const moment = (client: Client, more: Record<string, unknown> = {}) => client.post<Moment>('/api/moments', { show: show.id, at: 0, sku: product.id, ...more })
let told = 0
const order = (more: Record<string, unknown>) => ({ external_id: `S-${++told}`, lines: [{ sku: product.id, quantity: 1 }], total: yen(2640), ...more })

describe('what may embed the shop', () => {
  test('is kept by the owner, and read by whoever plans', async () => {
    const kept = await settle({}, ['https://Shop.Example:443/', 'http://127.0.0.1:9000', 'https://shop.example'])
    assert.deepEqual(kept.origins, [kHost, 'http://127.0.0.1:9000'])
    assert.deepEqual(await shop.owner.get('/api/shop/embedding'), kept)
    assert.equal((await shop.anyone.get('/api/shop')).cart, 'host')
    const shopify = 'https://{shop}/cart/{variant}:{quantity}?attributes[nigiwai]={moment}'
    assert.equal((await settle({ to: 'url', shop: 'Tsukishiro.MyShopify.com', template: shopify })).handoff.shop, 'tsukishiro.myshopify.com')
  })

  test('is refused where wrong, and then stays as it was', async () => {
    const before = await settle()
    const cases: [unknown, string][] = [
      [{ handoff: { to: 'here' } }, '/origins'], [{ origins: [] }, '/handoff'], [{ origins: ['*'], handoff: { to: 'here' } }, '/origins/0'],
      [{ origins: [kHost, 'https://a.example/cart'], handoff: { to: 'here' } }, '/origins/1'], [{ origins: ["https://a.example; script-src *"], handoff: { to: 'here' } }, '/origins/0'],
      [{ origins: [7], handoff: { to: 'here' } }, '/origins/0'], [{ origins: Array.from({ length: 51 }, (_, at) => `https://a${at}.example`), handoff: { to: 'here' } }, '/origins'],
      [{ origins: [], handoff: { to: 'there' } }, '/handoff/to'], [{ origins: [], handoff: { to: 'url' } }, '/handoff/template'],
      [{ origins: [], handoff: { to: 'url', template: 'http://shop.example/{sku}?m={moment}' } }, '/handoff/template'],
      [{ origins: [], handoff: { to: 'url', template: 'https://shop.example/{sku}?m={moment}&s={secret}' } }, '/handoff/template'],
      [{ origins: [], handoff: { to: 'url', template: 'https://{shop}/{sku}?m={moment}' } }, '/handoff/shop'],
      [{ origins: [], handoff: { to: 'here', shop: 'a/b' } }, '/handoff/shop'], [{ origins: [], handoff: { to: 'here', takes_stock: 'yes' } }, '/handoff/takes_stock'],
      [{ origins: [], handoff: { to: 'here' }, colour: 'red' }, '/colour'],
    ]
    for (const [body, field] of cases) refused(await shop.owner.send('PUT', '/api/shop/embedding', { json: body }), 400, 'invalid', field)
    assert.deepEqual(await shop.owner.get('/api/shop/embedding'), before)
  })

  test('may show /embed/ in a frame; no other page may stand in one', async () => {
    const ancestors = async (path: string) => {
      const page = await shop.anyone.send('GET', path, { headers: { accept: 'text/html' } })
      return /frame-ancestors ([^;]*)/.exec(page.headers.get('content-security-policy') ?? '')?.[1]
    }
    await settle()
    assert.equal(await ancestors(`/embed/${show.id}`), `'self' ${kHost}`)
    for (const path of ['/', `/shows/${show.id}`, `/products/${product.id}`, '/me', '/studio', '/studio/sign-in', '/no-such-page', '/embed/', `/embed/${show.id}/x`]) {
      assert.equal(await ancestors(path), "'none'", path)
    }
    await settle({}, [])
    assert.equal(await ancestors(`/embed/${show.id}`), "'self'", 'a change counts at once')
  })

  test('may read the API from its own pages, with a token and never with a cookie', async () => {
    await settle()
    const from = (origin: string, method = 'GET', path = '/api/shop') => shop.anyone.send(method, path, { headers: { origin, ...(method === 'OPTIONS' ? { 'access-control-request-method': 'POST' } : {}) } })
    const allowed = await from(kHost)
    assert.equal(allowed.headers.get('access-control-allow-origin'), kHost)
    assert.equal(allowed.headers.get('access-control-allow-credentials'), null)
    assert.match(allowed.headers.get('vary')!, /Origin/)
    const asked = await from(kHost, 'OPTIONS', '/api/viewers')
    assert.equal(asked.status, 204)
    assert.match(asked.headers.get('access-control-allow-headers')!, /Authorization/)
    for (const other of ['https://evil.example', 'https://shop.example.evil.example', 'http://shop.example', 'null']) {
      assert.equal((await from(other)).headers.get('access-control-allow-origin'), null, other)
    }
    assert.equal((await from(kHost, 'GET', '/')).headers.get('access-control-allow-origin'), null, 'pages are not shared')
    refused(await from(kHost, 'GET', '/api/orders'), 401, 'unauthorized')
  })
})

describe('a moment', () => {
  test('knows the show, the place and the SKU, and leads to the other shop’s cart', async () => {
    await settle()
    const viewer = await shop.viewer()
    const made = await moment(viewer, { quantity: 2 })
    assert.match(made.moment, /^nwm_[\w-]+$/)
    assert.deepEqual([made.at, made.sku, made.product, made.quantity, made.external_id, made.url], [0, product.id, product.id, 2, null, null])
    assert.ok(!made.moment.includes(viewer.id) && !Buffer.from(made.moment.slice(4), 'base64url').toString('latin1').includes(viewer.id), 'nobody reads in it who it was')
    await settle({ to: 'url', shop: 'x.myshopify.com', template: 'https://{shop}/cart/{variant}:{quantity}?attributes[nigiwai]={moment}' })
    await shop.owner.put('/api/shop/external-ids', { items: [{ sku: product.id, external_id: '4417' }] })
    const handed = await moment(viewer, { quantity: 2 })
    assert.deepEqual([handed.external_id, handed.url], ['4417', `https://x.myshopify.com/cart/4417:2?attributes[nigiwai]=${handed.moment}`])
    const { items } = await shop.owner.get<Page<{ sku: string; external_id: string | null }>>(`/api/shop/external-ids?limit=200`)
    assert.equal(items.find(({ sku }) => sku === product.id)?.external_id, '4417')
    refused(await shop.owner.send('PUT', '/api/shop/external-ids', { json: { items: [{ sku: 'no-such-sku', external_id: '1' }] } }), 400, 'invalid', '/items/0/sku')
    refused(await shop.owner.send('GET', '/api/shop/external-ids?limit=0'), 400, 'invalid', 'limit')
  })

  test('of what is not there is refused', async () => {
    const send = (json: unknown) => shop.anyone.send('POST', '/api/moments', { json })
    refused(await send({ show: 'none', sku: product.id }), 400, 'invalid', '/show')
    refused(await send({ show: show.id, sku: 'none' }), 400, 'invalid', '/sku')
    refused(await send({ show: show.id, sku: product.id, quantity: 0 }), 400, 'invalid', '/quantity')
    refused(await send({ show: (await shop.show()).id, sku: product.id }), 400, 'invalid', '/show')
  })
})

describe('an order of another shop', () => {
  before(() => settle())
  const tell = (json: unknown, by = key) => by.send<External>('POST', '/api/orders/external', { json })

  test('counts once at its moment, for staff alone, and takes no stock', async () => {
    const viewer = await shop.viewer()
    const { moment: token } = await moment(viewer)
    const body = order({ moment: token, state: 'paid', lines: [{ sku: product.id, quantity: 2 }], total: yen(5280) })
    const first = await tell(body)
    assert.equal(first.status, 201, first.text)
    assert.deepEqual([first.body.external_id, first.body.state, first.body.counted, first.body.show, first.body.at, first.body.total.amount], [body.external_id, 'paid', true, show.id, 0, 5280])
    const again = await tell(body)
    assert.equal(again.status, 200)
    assert.deepEqual(again.body, first.body)
    const many = await Promise.all(Array.from({ length: 10 }, () => tell(body)))
    assert.deepEqual([...new Set(many.map(({ body: { id } }) => id))], [first.body.id])
    assert.equal((await shop.anyone.get<Product>(`/api/products/${product.id}`)).left, 5)

    const events = async (by: Client) => (await by.get(`/api/shows/${show.id}/timeline?from=1&limit=1000`)).events.filter(({ kind }: { kind: string }) => kind === 'order.external')
    const seen = (await events(shop.owner)).filter(({ data }: { data: { order: string } }) => data.order === first.body.id)
    assert.equal(seen.length, 1)
    assert.deepEqual([seen[0].at, seen[0].by.role, seen[0].data.pieces, seen[0].data.total.amount, seen[0].data.products], [0, 'viewer', 2, 5280, [product.id]])
    assert.ok(!JSON.stringify(seen[0]).includes(viewer.id) && !JSON.stringify(seen[0]).includes(body.external_id))
    assert.deepEqual(await events(viewer), [])
    const listed = await shop.owner.get<Page<External>>(`/api/orders/external?show=${show.id}&limit=1`)
    assert.deepEqual([listed.items.length, typeof listed.next], [1, listed.next === null ? 'object' : 'string'])
    refused(await shop.owner.send('GET', '/api/orders/external?cursor=x'), 400, 'invalid', 'cursor')
    const own = await shop.product(1)
    const { id, number } = await shop.anyone.post('/api/orders', { contact, show: show.id, lines: [{ sku: own.id, quantity: 1 }] })
    const both = (await shop.owner.get<{ items: any[] }>(`/api/orders?show=${show.id}`)).items
    assert.deepEqual(both.filter((each) => [id, first.body.id].includes(each.id)).map((each) => each.external?.id ?? null), [null, body.external_id], 'newest first, both in one list')
    const elsewhere = both.find((each) => each.id === first.body.id)
    assert.deepEqual([elsewhere.can, elsewhere.contact, elsewhere.lines[0].quantity, typeof elsewhere.external.taken_by], [[], null, 2, 'string'])
    assert.deepEqual((await shop.owner.get<{ items: any[] }>(`/api/orders?q=${encodeURIComponent(body.external_id)}`)).items.map((each) => each.number), [elsewhere.number])
    const csv = (await shop.owner.send('GET', `/api/orders.csv?show=${show.id}`)).text
    assert.ok(csv.includes(`\r\n${elsewhere.number},`) && csv.includes(`\r\n${number},`) && csv.includes(`,${elsewhere.external.taken_by},${body.external_id},,,\r\n`), csv)
    refused(await shop.owner.send('POST', `/api/orders/${first.body.id}/cancel`, { json: { reason: 'x' } }), 404, 'not-found')
    assert.deepEqual((await viewer.get('/api/me/export')).orders_elsewhere.map((each: External) => each.external_id), [body.external_id])
    await viewer.ok('POST', '/api/me/erase', { confirm: 'erase' })
    assert.equal((await shop.owner.get<Page<External>>(`/api/orders/external?show=${show.id}`)).items.filter((each) => each.id === first.body.id).length, 1, 'the fact stays')
  })

  test('can be told by the other shop’s own ids', async () => {
    await shop.owner.put('/api/shop/external-ids', { items: [{ sku: product.id, external_id: '4417' }] })
    const { moment: token } = await moment(await shop.viewer())
    const answer = await tell(order({ moment: token, lines: [{ external_id: '4417', quantity: 3 }] }))
    assert.deepEqual(answer.body.lines.map(({ sku, quantity }) => [sku, quantity]), [[product.id, 3]])
    refused(await tell(order({ moment: token, lines: [{ external_id: '4418', quantity: 3 }] })), 400, 'invalid', '/lines/0/external_id')
  })

  test('is cancelled or refunded by a later call, which ends it', async () => {
    const { moment: token } = await moment(await shop.viewer())
    const body = order({ moment: token })
    await tell(body)
    const state = async (next: string) => tell({ external_id: body.external_id, state: next })
    assert.equal((await state('shipped')).body.state, 'shipped')
    assert.equal((await state('paid')).body.state, 'shipped', 'what comes late changes nothing')
    const cancelled = await state('cancelled')
    assert.deepEqual([cancelled.status, cancelled.body.state, cancelled.body.counted], [200, 'cancelled', false])
    assert.equal((await state('refunded')).body.state, 'refunded')
    refused(await state('paid'), 409, 'state', '/state')
  })

  test('takes stock where the settings say so, and gives it back when cancelled', async () => {
    const scarce = await shop.product(3)
    const own = await shop.liveShow(scarce)
    await settle({ takes_stock: true })
    const left = async () => (await shop.anyone.get<Product>(`/api/products/${scarce.id}`)).left
    const { moment: token } = await (await shop.viewer()).post<Moment>('/api/moments', { show: own.id, sku: scarce.id })
    const lines = [{ sku: scarce.id, quantity: 2 }]
    const first = order({ moment: token, lines })
    assert.equal((await tell(first)).status, 201)
    assert.equal(await left(), 1)
    assert.equal((await tell(order({ moment: token, lines }))).status, 201, 'what another shop sold cannot be refused here')
    assert.equal(await left(), 0)
    await tell({ external_id: first.external_id, state: 'cancelled' })
    assert.equal(await left(), 2)
    await settle()
  })

  test('is refused where wrong or forged, with the member named', async () => {
    const { moment: token } = await moment(await shop.viewer())
    const forged = `${token.slice(0, -2)}${token.at(-2) === 'A' ? 'B' : 'A'}${token.at(-1)}`
    const cases: [unknown, string][] = [
      [order({ moment: undefined }), '/moment'], [order({ moment: forged }), '/moment'], [order({ moment: 'nwm_x' }), '/moment'], [order({ moment: 7 }), '/moment'],
      [order({ moment: token, lines: undefined }), '/lines'], [order({ moment: token, lines: [] }), '/lines'], [order({ moment: token, lines: ['x'] }), '/lines/0'],
      [order({ moment: token, lines: [{ quantity: 1 }] }), '/lines/0/sku'], [order({ moment: token, lines: [{ sku: 'none', quantity: 1 }] }), '/lines/0/sku'],
      [order({ moment: token, lines: [{ sku: product.id, quantity: 0 }] }), '/lines/0/quantity'], [order({ moment: token, total: undefined }), '/total'],
      [order({ moment: token, total: { amount: 1, currency: 'EUR' } }), '/total/currency'], [order({ moment: token, total: { amount: -1, currency: 'JPY' } }), '/total/amount'],
      [order({ moment: token, state: 'lost' }), '/state'], [order({ moment: token, external_id: '' }), '/external_id'], [order({ moment: token, name: '花' }), '/name'],
    ]
    for (const [body, field] of cases) refused(await tell(body), 400, 'invalid', field)
    const known = order({ moment: token })
    await tell(known)
    refused(await tell({ ...known, total: yen(1) }), 409, 'conflict', '/total')
    refused(await tell({ ...known, lines: [{ sku: product.id, quantity: 2 }] }), 409, 'conflict', '/lines')
  })

  test('needs a key of the shop, which opens nothing else', async () => {
    const body = order({ moment: (await moment(await shop.viewer())).moment })
    refused(await tell(body, shop.anyone), 401, 'unauthorized')
    refused(await tell(body, shop.anyone.as('nwk_00000000000000000000000000000000')), 401, 'unauthorized')
    refused(await tell(body, await shop.viewer()), 403, 'forbidden')
    refused(await tell(body, shop.owner), 403, 'forbidden')
    for (const path of ['/api/orders', '/api/orders/external', '/api/keys', '/api/shop/embedding']) refused(await key.send('GET', path), 403, 'forbidden')
    refused(await key.send('POST', `/api/stock/${product.id}`, { json: { delta: 1, reason: 'x' } }), 403, 'forbidden')
  })
})

describe('API keys', () => {
  // As the other parts find the shop.
  after(() => settle({ to: 'here' }, []))

  test('are told once, listed without themselves, and withdrawn at once', async () => {
    const made = await shop.owner.send('POST', '/api/keys', { json: { name: 'EC-CUBE' } })
    assert.equal(made.status, 201)
    assert.match(made.body.key, /^nwk_[0-9a-z]{32}$/)
    const listed = await shop.owner.send('GET', '/api/keys')
    assert.ok(listed.body.items.some(({ id, name }: { id: string; name: string }) => id === made.body.id && name === 'EC-CUBE'))
    assert.ok(!listed.text.includes(made.body.key))
    const other = shop.anyone.as(made.body.key)
    const body = order({ moment: (await moment(await shop.viewer())).moment })
    assert.equal((await other.send('POST', '/api/orders/external', { json: body })).status, 201)
    assert.equal((await key.send('POST', '/api/orders/external', { json: body })).status, 201, 'another key has numbers of its own')
    assert.equal((await shop.owner.send('DELETE', `/api/keys/${made.body.id}`)).status, 204)
    refused(await other.send('POST', '/api/orders/external', { json: body }), 401, 'unauthorized')
    refused(await shop.owner.send('DELETE', `/api/keys/${made.body.id}`), 404, 'not-found')
    refused(await shop.owner.send('POST', '/api/keys', { json: { name: '' } }), 400, 'invalid', '/name')
    assert.ok(keyId)
  })
})
