import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { before, describe, test } from 'node:test'
import { type Page, type Product, refused } from '../support/api.ts'
import type { Shop } from '../support/shop.ts'
import { house } from './house.ts'

let shop: Shop
before(async () => void (shop = await house()))

const lip = { title: 'うるみリップティント', subtitle: '新色 5 色', description: '一行目\n二行目', price: { amount: 2640, currency: 'JPY' }, tax_rate: 10 }

describe('the shop', () => {
  test('tells its name, and the owner changes it', async () => {
    const changed = await shop.owner.patch('/api/shop', { name: '月白', name_latin: 'TSUKISHIRO' })
    assert.deepEqual(changed, { name: '月白', name_latin: 'TSUKISHIRO', currency: 'JPY', disclosure: 'スタッフによる紹介', disclosure_latin: 'Presented by our staff', cart: 'here', ready: true, legal: [], selling: 'first-to-pay', hold_seconds: 600, waitlist: true })
    assert.deepEqual(await shop.anyone.get('/api/shop'), changed)
    refused(await (await shop.viewer()).send('PATCH', '/api/shop', { json: { name: 'x' } }), 403, 'forbidden')
    refused(await shop.anyone.send('PATCH', '/api/shop', { json: { name: 'x' } }), 401, 'unauthorized')
    refused(await shop.owner.send('PATCH', '/api/shop', { json: { name: 5 } }), 400, 'invalid', '/name')
    refused(await shop.owner.send('PATCH', '/api/shop', { json: { currency: 'yen' } }), 400, 'invalid', '/currency')
  })
})

describe('products', () => {
  test('are written whole and read by everyone', async () => {
    const made = await shop.owner.send<Product>('PUT', '/api/products/urumi-lip', { json: lip })
    assert.equal(made.status, 201)
    const { id, title, subtitle, description, price, tax_rate, picture, variants, left } = await shop.anyone.get<Product>('/api/products/urumi-lip')
    assert.deepEqual({ title, subtitle, description, price, tax_rate }, lip)
    assert.deepEqual({ id, picture, left, variants }, { id: 'urumi-lip', picture: null, left: 0, variants: [{ sku: 'urumi-lip', options: {}, price: lip.price, picture: null, gtin: '', left: 0 }] })
    const again = await shop.owner.send<Product>('PUT', '/api/products/urumi-lip', { json: { title: 'うるみリップ', price: lip.price } })
    assert.equal(again.status, 200)
    assert.equal(again.body.subtitle, '', 'what is left out is empty')
    refused(await shop.anyone.send('GET', '/api/products/none'), 404, 'not-found')
  })

  test('have variants, each with stock of its own', async () => {
    const variants = [{ sku: 'tint-01', options: { 色: '柿渋' } }, { sku: 'tint-02', options: { 色: '葡萄' }, price: { amount: 2900, currency: 'JPY' } }]
    await shop.owner.put('/api/products/tint', { title: 'ティント', price: lip.price, variants })
    await shop.owner.post('/api/stock/tint-01', { delta: 4, reason: '入荷' })
    const tint = await shop.anyone.get<Product>('/api/products/tint')
    assert.deepEqual(tint.variants.map(({ sku, price, left }) => [sku, price.amount, left]), [['tint-01', 2640, 4], ['tint-02', 2900, 0]])
    assert.equal(tint.left, 4)
  })

  test('are refused where wrong, with the member named', async () => {
    const put = (json: unknown, id = 'wrong') => shop.owner.send('PUT', `/api/products/${id}`, { json })
    const cases: [unknown, string][] = [
      [{ price: lip.price }, '/title'], [{ title: lip.title }, '/price'],
      [{ ...lip, title: '' }, '/title'], [{ ...lip, title: 'あ'.repeat(151) }, '/title'], [{ ...lip, title: 3 }, '/title'],
      [{ ...lip, title: '\u202e\u2066' }, '/title'], [{ ...lip, title: 'e' + '\u0301'.repeat(10_000) }, '/title'],
      [{ ...lip, price: 2640 }, '/price'], [{ ...lip, price: { amount: -1, currency: 'JPY' } }, '/price/amount'],
      [{ ...lip, price: { amount: 1.5, currency: 'JPY' } }, '/price/amount'], [{ ...lip, price: { amount: 1e18, currency: 'JPY' } }, '/price/amount'],
      [{ ...lip, price: { amount: 1, currency: 'yen' } }, '/price/currency'], [{ ...lip, price: { amount: 1, currency: 'JPY', tax: 1 } }, '/price/tax'],
      [{ ...lip, tax_rate: 9 }, '/tax_rate'], [{ ...lip, colour: 'red' }, '/colour'],
      [{ ...lip, variants: 'none' }, '/variants'], [{ ...lip, variants: [{ sku: 'A B', options: {} }] }, '/variants/0/sku'],
      [{ ...lip, variants: [{ sku: 'a', options: {} }, { sku: 'a', options: {} }] }, '/variants/1/sku'],
    ]
    for (const [body, field] of cases) refused(await put(body), 400, 'invalid', field)
    refused(await put(lip, 'Not%20a%20slug'), 400, 'invalid')
    refused(await shop.anyone.send('GET', '/api/products/wrong'), 404, 'not-found')
    refused(await (await shop.viewer()).send('PUT', '/api/products/wrong', { json: lip }), 403, 'forbidden')
    refused(await shop.anyone.send('PUT', '/api/products/wrong', { json: lip }), 401, 'unauthorized')
  })

  test('have no control or bidi characters left in their texts', async () => {
    await shop.owner.put('/api/products/clean', { ...lip, title: 'あ\u202eい\u0000う\u2066', description: 'one\r\ntwo\u0007' })
    const clean = await shop.anyone.get<Product>('/api/products/clean')
    assert.equal(clean.title, 'あいう')
    assert.ok(!/[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u2066-\u2069]/.test(clean.description + clean.title))
  })

  test('are listed by cursor, each once', async () => {
    for (let index = 0; index < 5; index++) await shop.product()
    const whole = await shop.anyone.get<Page<Product>>('/api/products?limit=200')
    assert.equal(whole.next, null)
    const paged: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Page<Product> = await shop.anyone.get(`/api/products?limit=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)
      assert.ok(page.items.length <= 2)
      paged.push(...page.items.map(({ id }) => id))
      cursor = page.next
    }
    assert.deepEqual(paged, whole.items.map(({ id }) => id))
    for (const limit of ['0', '-1', '201', 'many', '1e3']) refused(await shop.anyone.send('GET', `/api/products?limit=${limit}`), 400, 'invalid', 'limit')
    const odd = await shop.anyone.send('GET', '/api/products?cursor=nonsense')
    assert.ok(odd.status === 400 || odd.status === 200, odd.text)
  })
})

describe('stock', () => {
  test('is changed by a number of pieces, never set', async () => {
    const { id } = await shop.product()
    assert.deepEqual(await shop.owner.post(`/api/stock/${id}`, { delta: 10, reason: '入荷' }), { sku: id, left: 10 })
    assert.deepEqual(await shop.owner.post(`/api/stock/${id}`, { delta: -3, reason: '破損' }), { sku: id, left: 7 })
    assert.equal((await shop.anyone.get<Product>(`/api/products/${id}`)).left, 7)
  })

  test('never goes below nothing, and refuses what is no change', async () => {
    const { id } = await shop.product(3)
    const change = (json: unknown, sku = id) => shop.owner.send('POST', `/api/stock/${sku}`, { json })
    assert.equal(refused(await change({ delta: -4, reason: 'x' }), 409, 'conflict', '/delta').left, 3)
    refused(await change({ delta: 0, reason: 'x' }), 400, 'invalid', '/delta')
    refused(await change({ delta: 1.5, reason: 'x' }), 400, 'invalid', '/delta')
    refused(await change({ delta: '1', reason: 'x' }), 400, 'invalid', '/delta')
    refused(await change({ delta: 1e15, reason: 'x' }), 400, 'invalid', '/delta')
    refused(await change({ delta: 1 }), 400, 'invalid', '/reason')
    refused(await change({ delta: 1, reason: 'x', set: 5 }), 400, 'invalid', '/set')
    refused(await change({ delta: 1, reason: 'x' }, 'no-such-sku'), 404, 'not-found')
    refused(await (await shop.viewer()).send('POST', `/api/stock/${id}`, { json: { delta: 1, reason: 'x' } }), 403, 'forbidden')
    refused(await shop.anyone.send('POST', `/api/stock/${id}`, { json: { delta: 1, reason: 'x' } }), 401, 'unauthorized')
    assert.equal((await shop.anyone.get<Product>(`/api/products/${id}`)).left, 3)
  })

  test('takes a change with one key once', async () => {
    const { id } = await shop.product()
    const key = randomUUID()
    const change = (delta: number) => shop.owner.send('POST', `/api/stock/${id}`, { json: { delta, reason: '入荷' }, headers: { 'idempotency-key': key } })
    assert.deepEqual((await change(5)).body, { sku: id, left: 5 })
    const again = await change(5)
    assert.equal(again.status, 201)
    assert.deepEqual(again.body, { sku: id, left: 5 })
    refused(await change(6), 422, 'idempotency-key-reused')
    assert.equal((await shop.anyone.get<Product>(`/api/products/${id}`)).left, 5)
  })
})
