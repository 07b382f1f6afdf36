import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { before, describe, test } from 'node:test'
import { type Order, type Page, type Product, refused } from '../support/api.ts'
import { contact, type Shop } from '../support/shop.ts'
import { house } from './house.ts'

let shop: Shop
before(async () => void (shop = await house()))

const left = async (id: string): Promise<number> => (await shop.anyone.get<Product>(`/api/products/${id}`)).left
const order = (sku: string, quantity = 1, more: Record<string, unknown> = {}) => ({ lines: [{ sku, quantity }], contact, ...more })

describe('an order', () => {
  test('takes its pieces and answers what was bought, with a private page', async () => {
    const product = await shop.product(5)
    const viewer = await shop.viewer()
    const placed = await viewer.send<Order>('POST', '/api/orders', { json: order(product.id, 2), headers: { 'idempotency-key': randomUUID() } })
    assert.equal(placed.status, 201, placed.text)
    const { number, state, lines, total, tax, contact: kept, payment, url, id, show, at } = placed.body
    assert.match(number, /^N-\d{6}$/)
    assert.deepEqual({ state, payment, show, at }, { state: 'placed', payment: 'on-delivery', show: null, at: null })
    assert.deepEqual(lines.map(({ sku, quantity, unit_price, total: sum }) => [sku, quantity, unit_price.amount, sum.amount]), [[product.id, 2, 2640, 5280]])
    assert.deepEqual(total, { amount: 5280, currency: 'JPY' })
    assert.deepEqual(tax, [{ rate: 10, amount: { amount: 480, currency: 'JPY' } }])
    assert.deepEqual(kept, contact)
    assert.equal(await left(product.id), 3)
    const key = new URL(url!, shop.server.base).searchParams.get('key')!
    assert.deepEqual((await shop.anyone.get<Order>(`/api/orders/${id}?key=${key}`)).number, number)
    refused(await shop.anyone.send('GET', `/api/orders/${id}`), 404, 'not-found')
    refused(await shop.anyone.send('GET', `/api/orders/${id}?key=${key.startsWith('A') ? 'B' : 'A'}${key.slice(1)}`), 404, 'not-found')
    assert.equal((await viewer.send('GET', `/api/orders/${id}`)).status, 200, 'its buyer needs no key')
    refused(await (await shop.viewer()).send('GET', `/api/orders/${id}`), 404, 'not-found')
    assert.equal((await shop.owner.get<Order>(`/api/orders/${id}`)).number, number)
    refused(await shop.owner.send('GET', '/api/orders/none'), 404, 'not-found')
  })

  test('in a show stands at its moment', async () => {
    const product = await shop.product(2)
    const show = await shop.liveShow(product)
    const placed = await (await shop.viewer()).post<Order>('/api/orders', order(product.id, 1, { show: show.id, at: 0 }))
    assert.deepEqual([placed.show, placed.at], [show.id, 0])
    const mine = await shop.owner.get<Page<Order>>(`/api/orders?show=${show.id}`)
    assert.deepEqual(mine.items.map(({ id }) => id), [placed.id])
  })

  test('has all of its lines or none', async () => {
    const [many, few] = [await shop.product(10), await shop.product(1)]
    const both = { lines: [{ sku: many.id, quantity: 2 }, { sku: few.id, quantity: 2 }], contact }
    const out = refused(await shop.anyone.send('POST', '/api/orders', { json: both }), 409, 'sold-out')
    assert.deepEqual([out.sku, out.left], [few.id, 1])
    assert.deepEqual([await left(many.id), await left(few.id)], [10, 1])
  })

  test('is refused where wrong, with the member named, and takes nothing', async () => {
    const { id } = await shop.product(5)
    const send = (json: unknown) => shop.owner.send('POST', '/api/orders', { json })
    const cases: [unknown, string][] = [
      [{ contact }, '/lines'], [{ lines: [], contact }, '/lines'], [{ lines: {}, contact }, '/lines'], [{ lines: [id], contact }, '/lines/0'],
      [order(id, 0), '/lines/0/quantity'], [order(id, -1), '/lines/0/quantity'], [order(id, 100), '/lines/0/quantity'],
      [order(id, 1e15), '/lines/0/quantity'], [order(id, 1.5), '/lines/0/quantity'], [order(id, '1' as never), '/lines/0/quantity'],
      [{ lines: [{ sku: id }], contact }, '/lines/0/quantity'], [{ lines: [{ quantity: 1 }], contact }, '/lines/0/sku'],
      [{ lines: [{ sku: id, quantity: 1, price: 1 }], contact }, '/lines/0/price'], [order('no-such-sku'), '/lines/0/sku'],
      [{ lines: Array.from({ length: 21 }, () => ({ sku: id, quantity: 1 })), contact }, '/lines'],
      [{ lines: [{ sku: id, quantity: 1 }] }, '/contact'], [order(id, 1, { contact: 'me' }), '/contact'],
      [order(id, 1, { contact: { ...contact, email: 'hana' } }), '/contact/email'],
      [order(id, 1, { contact: { ...contact, email: 'a@b.jp\r\nBcc: c@d.jp' } }), '/contact/email'],
      [order(id, 1, { contact: { ...contact, name: '\u202e' } }), '/contact/name'],
      [order(id, 1, { contact: { ...contact, name: 'e' + '\u0301'.repeat(10_000) } }), '/contact/name'],
      [order(id, 1, { contact: { ...contact, postal_code: '〒' } }), '/contact/postal_code'],
      [order(id, 1, { contact: { ...contact, phone: 'call me' } }), '/contact/phone'],
      [order(id, 1, { contact: { ...contact, fax: '1' } }), '/contact/fax'],
      [order(id, 1, { payment: 'gold' }), '/payment'], [order(id, 1, { show: 'none' }), '/show'], [order(id, 1, { at: 5 }), '/at'],
      [order(id, 1, { coupon: 5 }), '/coupon'], [order(id, 1, { coupon: 'x'.repeat(61) }), '/coupon'],
    ]
    for (const [body, field] of cases) refused(await send(body), 400, 'invalid', field)
    assert.equal(await left(id), 5)
  })

  test('of a show that the public may not know is refused', async () => {
    const { id } = await shop.product(1)
    const draft = await shop.show()
    refused(await shop.anyone.send('POST', '/api/orders', { json: order(id, 1, { show: draft.id }) }), 400, 'invalid', '/show')
  })
})

describe('an idempotency key', () => {
  const place = (client: Shop['anyone'], key: string, body: unknown) => client.send<Order>('POST', '/api/orders', { json: body, headers: { 'idempotency-key': key } })

  test('with the same body answers the same order; with another 422', async () => {
    const product = await shop.product(5)
    const viewer = await shop.viewer()
    const key = randomUUID()
    const first = await place(viewer, key, order(product.id))
    const second = await place(viewer, key, order(product.id))
    assert.deepEqual([first.status, second.status], [201, 201])
    assert.deepEqual(second.body, first.body)
    refused(await place(viewer, key, order(product.id, 2)), 422, 'idempotency-key-reused')
    assert.equal(await left(product.id), 4)
  })

  test('belongs to its caller', async () => {
    const product = await shop.product(5)
    const key = randomUUID()
    const one = await place(await shop.viewer(), key, order(product.id))
    const other = await place(await shop.viewer(), key, order(product.id))
    assert.notEqual(one.body.id, other.body.id)
    assert.equal(await left(product.id), 3)
  })

  test('keeps no refusal: the same request is decided anew', async () => {
    const product = await shop.product()
    const viewer = await shop.viewer()
    const key = randomUUID()
    refused(await place(viewer, key, order(product.id)), 409, 'sold-out')
    await shop.owner.post(`/api/stock/${product.id}`, { delta: 1, reason: '入荷' })
    assert.equal((await place(viewer, key, order(product.id))).status, 201)
    refused(await place(viewer, key, { lines: [] }), 400, 'invalid')
  })

  test('is answered again though all is sold by now, and refused with another body', async () => {
    const product = await shop.product(1)
    const [viewer, other] = [await shop.viewer(), await shop.viewer()]
    const key = randomUUID()
    const first = await place(viewer, key, order(product.id))
    assert.equal(first.status, 201)
    refused(await place(other, randomUUID(), order(product.id)), 409, 'sold-out')
    const again = await place(viewer, key, order(product.id))
    assert.deepEqual([again.status, again.body.id], [201, first.body.id])
    refused(await place(viewer, key, order(product.id, 2)), 422, 'idempotency-key-reused')
    await shop.owner.post(`/api/orders/${first.body.id}/cancel`, { reason: 'お客様のご希望' })
    assert.equal((await place(other, randomUUID(), order(product.id))).status, 201, 'a piece that came back is sold at once')
  })

  test('of many requests at once makes one order', async () => {
    const product = await shop.product(50)
    const viewer = await shop.viewer()
    const key = randomUUID()
    const answers = await Promise.all(Array.from({ length: 20 }, () => place(viewer, key, order(product.id))))
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [201])
    assert.equal(new Set(answers.map(({ body }) => body.id)).size, 1)
    assert.equal(await left(product.id), 49)
  })

  test('that is no key is refused', async () => {
    const product = await shop.product(1)
    refused(await place(await shop.viewer(), 'k'.repeat(129), order(product.id)), 400, 'invalid', 'Idempotency-Key')
    refused(await place(await shop.viewer(), 'two words', order(product.id)), 400, 'invalid', 'Idempotency-Key')
    assert.equal(await left(product.id), 1)
  })
})

test('many who want the last pieces get exactly those', async () => {
  const product = await shop.product(10)
  const answers = await Promise.all(Array.from({ length: 30 }, async () => (await shop.viewer()).send<Order>('POST', '/api/orders', { json: order(product.id) })))
  assert.equal(answers.filter(({ status }) => status === 201).length, 10)
  for (const answer of answers.filter(({ status }) => status !== 201)) refused(answer, 409, 'sold-out')
  assert.equal(await left(product.id), 0)
})

describe('the staff’s lists of orders', () => {
  test('page by cursor, newest first, each once', async () => {
    const product = await shop.product(5)
    const show = await shop.liveShow(product)
    const placed: string[] = []
    for (let index = 0; index < 5; index++) placed.unshift((await shop.owner.post<Order>('/api/orders', order(product.id, 1, { show: show.id }))).id)
    const paged: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Page<Order> = await shop.owner.get(`/api/orders?show=${show.id}&limit=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)
      paged.push(...page.items.map(({ id }) => id))
      cursor = page.next
    }
    assert.deepEqual(paged, placed)
    for (const path of ['/api/orders', '/api/orders.csv']) {
      refused(await shop.anyone.send('GET', path), 401, 'unauthorized')
      refused(await (await shop.viewer()).send('GET', path), 403, 'forbidden')
    }
  })

  test('come as CSV with a byte order mark, in which no cell is a formula', async () => {
    const product = await shop.product(5, { title: 'リップ, "限定"' })
    const show = await shop.liveShow(product)
    await shop.owner.post('/api/orders', order(product.id, 1, { show: show.id, contact: { ...contact, name: '=HYPERLINK("http://evil.example")', address: '東京都\n渋谷区 "1-2"' } }))
    await shop.owner.post('/api/orders', order(product.id, 1, { show: show.id, contact: { ...contact, name: '＠SUM(A1)', phone: '+81 90 1234 5678' } }))
    const answer = await fetch(`${shop.server.base}/api/orders.csv?show=${show.id}`, { headers: shop.owner.headers })
    const bytes = Buffer.from(await answer.arrayBuffer())
    assert.match(answer.headers.get('content-type')!, /^text\/csv/)
    assert.match(answer.headers.get('content-disposition')!, /attachment/)
    assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf])
    const rows = parseCsv(bytes.toString('utf8').slice(1))
    assert.equal(rows.length, 3, 'a head and two lines')
    assert.ok(rows.every((row) => row.length === rows[0]!.length))
    for (const cell of rows.flat()) assert.doesNotMatch(cell, /^[=+\-@＝＋－＠\t\r]/)
    assert.ok(rows[1]!.includes('リップ, "限定"'))
    assert.ok(rows[1]!.some((cell) => cell.startsWith("'=HYPERLINK")))
  })
})

/** RFC 4180. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    row.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'))
    if (end !== ',') {
      rows.push(row)
      row = []
    }
  }
  return rows.filter((each) => each.length > 1)
}
