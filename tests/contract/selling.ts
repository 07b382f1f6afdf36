// From the cart to the receipt: quotes, carts of several moments, the states of an order, what the owner sets.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { type Client, type Order, type Page, type Product, refused } from '../support/api.ts'
import { contact, type Shop } from '../support/shop.ts'
import { house } from './house.ts'

let shop: Shop
before(async () => void (shop = await house()))

const yen = (amount: number) => ({ amount, currency: 'JPY' })
const left = async (id: string): Promise<number> => (await shop.anyone.get<Product>(`/api/products/${id}`)).left
const keyOf = (order: Order): string => new URL(order.url!, shop.server.base).searchParams.get('key')!
const place = (client: Client, body: Record<string, unknown>) => client.post<Placed>('/api/orders', { contact, ...body })

interface Placed extends Order {
  shipping: { amount: number }; fee: { amount: number }; refunded: { amount: number }; pay_to?: string; due_at: string | null
  paid_at: string | null; tracking: string; history: { what: string; reason?: string; by?: { name: string }; lines?: { sku: string; quantity: number }[] }[]; can: string[]
}

const regions = (fee: number) => Object.fromEntries(['hokkaido', 'tohoku-north', 'tohoku-south', 'kanto', 'shinetsu', 'hokuriku', 'chubu', 'kansai', 'chugoku', 'shikoku', 'kyushu', 'okinawa'].map((region) => [region, yen(fee)]))
const cash = { enabled: true, fees: [], free_from: null }
const noTransfer = { enabled: false, account: '', days: 7 }

describe('a cart', () => {
  test('of two moments is one order, of which each show hears its own part', async () => {
    const [lip, tea] = [await shop.product(5), await shop.product(5, { price: yen(1080), tax_rate: 8 })]
    const [first, second] = [await shop.liveShow(lip), await shop.liveShow(tea)]
    const viewer = await shop.viewer()
    const order = await place(viewer, { lines: [{ sku: lip.id, quantity: 1, show: first.id, at: 0, price: yen(2640) }, { sku: tea.id, quantity: 2, show: second.id, at: 0 }] })
    assert.equal(order.total.amount, 4800)
    for (const [show, total] of [[first, 2640], [second, 2160]] as const) {
      const { events } = await shop.owner.get<{ events: { kind: string; data: { order: string; total: { amount: number } } }[] }>(`/api/shows/${show.id}/timeline?from=1`)
      assert.deepEqual(events.filter(({ kind }) => kind === 'order.placed').map(({ data }) => [data.order, data.total.amount]), [[order.id, total]])
      assert.deepEqual((await shop.owner.get<Page<Order>>(`/api/orders?show=${show.id}`)).items.map(({ id }) => id), [order.id])
    }
  })

  test('whose price has changed is told so, and nothing is taken', async () => {
    const { id } = await shop.product(3)
    const answer = await shop.anyone.send('POST', '/api/orders', { json: { contact, lines: [{ sku: id, quantity: 1, price: yen(2000) }] } })
    const problem = refused(answer, 409, 'price-changed', '/lines/0/price') as unknown as Record<string, unknown>
    assert.deepEqual([problem['sku'], problem['was'], problem['now']], [id, yen(2000), yen(2640)])
    refused(await shop.anyone.send('POST', '/api/orders', { json: { contact, total: yen(1), lines: [{ sku: id, quantity: 1 }] } }), 409, 'price-changed', '/total')
    assert.equal(await left(id), 3)
  })

  test('with what is no longer sold is told which line, and the rest can be ordered', async () => {
    const [stays, goes] = [await shop.product(3), await shop.product(3)]
    await shop.owner.put(`/api/products/${goes.id}`, { title: '別のもの', price: yen(100), variants: [{ sku: `${goes.id}-b`, options: { 色: '赤' } }] })
    const lines = [{ sku: stays.id, quantity: 1 }, { sku: goes.id, quantity: 1 }]
    refused(await shop.anyone.send('POST', '/api/orders', { json: { contact, lines } }), 409, 'gone', '/lines/1/sku')
    const quote = await shop.anyone.post('/api/orders/quote', { lines })
    assert.deepEqual(quote.lines.map((line: { problem: string | null }) => line.problem), [null, 'gone'])
    assert.equal((await place(shop.anyone, { lines: lines.slice(0, 1) })).total.amount, quote.total.amount)
  })

  test('counts what is kept for the asker as there, for the asker alone', async () => {
    const product = await shop.product(1)
    const show = await shop.liveShow(product)
    await shop.owner.put(`/api/shows/${show.id}/shelf/${product.id}/selling`, { selling: 'first-to-hold' })
    const viewer = await shop.viewer()
    await viewer.post('/api/holds', { show: show.id, sku: product.id, quantity: 1 })
    const problem = async (client: Client) => (await client.post('/api/orders/quote', { lines: [{ sku: product.id, quantity: 1 }] })).lines[0].problem
    assert.deepEqual([await problem(viewer), await problem(shop.anyone)], [null, 'sold-out'])
  })

  test('asks wrongly and is told where', async () => {
    const { id } = await shop.product(1)
    const line = { sku: id, quantity: 1 }
    for (const [body, field] of [[{}, '/lines'], [{ lines: [{ ...line, at: 5 }] }, '/lines/0/at'], [{ lines: [line], prefecture: '東京' }, '/prefecture'],
      [{ lines: [line], payment: 'gold' }, '/payment'], [{ lines: [{ ...line, price: 5 }] }, '/lines/0/price']] as const) {
      refused(await shop.anyone.send('POST', '/api/orders/quote', { json: body }), 400, 'invalid', field)
    }
    refused(await shop.anyone.send('POST', '/api/orders', { json: { contact, lines: [line], language: 'fr' } }), 400, 'invalid', '/language')
    refused(await shop.anyone.send('POST', '/api/orders', { json: { contact, lines: [line], payment: 'bank-transfer' } }), 400, 'invalid', '/payment')
    refused(await shop.anyone.send('POST', '/api/orders', { json: { contact: { ...contact, prefecture: '東京' }, lines: [line] } }), 400, 'invalid', '/contact/prefecture')
    assert.equal(await left(id), 1)
  })

  test('may give its address in parts', async () => {
    const { id } = await shop.product(1)
    const { address: _, ...who } = contact
    const order = await place(shop.anyone, { contact: { ...who, prefecture: '東京都', city: '渋谷区', line: '神宮前 1-2-3', building: '月白ビル 4F' }, lines: [{ sku: id, quantity: 1 }] })
    assert.equal(order.contact['address'], '東京都渋谷区神宮前 1-2-3 月白ビル 4F')
    assert.equal(order.contact['building'], '月白ビル 4F')
  })
})

describe('delivery and payment', () => {
  after(async () => {
    await shop.owner.put('/api/checkout/delivery', { regions: regions(0), free_from: null })
    await shop.owner.put('/api/checkout/payment', { on_delivery: cash, bank_transfer: noTransfer })
  })

  test('cost what the owner’s tables say, in the quote as in the order', async () => {
    const delivery = { regions: { ...regions(800), hokkaido: yen(1500) }, free_from: yen(10_000) }
    assert.deepEqual(await shop.owner.put('/api/checkout/delivery', delivery), delivery)
    const payment = { on_delivery: { ...cash, fees: [{ below: yen(10_000), fee: yen(330) }, { below: null, fee: yen(440) }] }, bank_transfer: { enabled: true, account: '月白銀行 本店 普通 1234567', days: 5, cancel_after_days: null } }
    assert.deepEqual(await shop.owner.put('/api/checkout/payment', payment), payment)
    assert.deepEqual((await shop.owner.get('/api/checkout')).payment, payment)

    const { id } = await shop.product(20)
    const lines = [{ sku: id, quantity: 2 }]
    const ask = (more: Record<string, unknown>) => shop.anyone.post('/api/orders/quote', { lines, ...more })
    const tokyo = await ask({ prefecture: '東京都' })
    assert.deepEqual([tokyo.goods, tokyo.shipping, tokyo.fee, tokyo.total].map(({ amount }) => amount), [5280, 800, 330, 6410])
    assert.deepEqual(tokyo.tax, [{ rate: 10, amount: yen(582) }])
    assert.deepEqual(tokyo.payments.map((way: { id: string; fee: { amount: number } }) => [way.id, way.fee.amount]), [['on-delivery', 330], ['bank-transfer', 0]])
    assert.equal((await ask({ prefecture: '北海道', payment: 'bank-transfer' })).total.amount, 6780)
    assert.equal((await shop.anyone.post('/api/orders/quote', { lines: [{ sku: id, quantity: 4 }], prefecture: '北海道' })).shipping.amount, 0)

    const order = await place(shop.anyone, { lines, payment: 'bank-transfer', language: 'en', total: yen(6080) })
    assert.deepEqual([order.shipping.amount, order.fee.amount, order.payment, order.pay_to], [800, 0, 'bank-transfer', '月白銀行 本店 普通 1234567'])
    assert.equal(Date.parse(order.due_at!) - Date.parse(order.placed_at), 5 * 86_400_000)
    const early = refused(await shop.owner.send('POST', `/api/orders/${order.id}/ship`, { json: {} }), 409, 'wrong-state')
    assert.equal((early as unknown as { state: string }).state, 'placed')
  })

  test('are the owner’s to set, and rightly', async () => {
    refused(await shop.owner.send('PUT', '/api/checkout/delivery', { json: { regions: {} } }), 400, 'invalid', '/regions/hokkaido')
    refused(await shop.owner.send('PUT', '/api/checkout/delivery', { json: { regions: { ...regions(1), mars: yen(1) } } }), 400, 'invalid', '/regions/mars')
    refused(await shop.owner.send('PUT', '/api/checkout/payment', { json: { on_delivery: { enabled: false }, bank_transfer: {} } }), 400, 'invalid', '/on_delivery/enabled')
    refused(await shop.owner.send('PUT', '/api/checkout/payment', { json: { on_delivery: {}, bank_transfer: { enabled: true } } }), 400, 'invalid', '/bank_transfer/account')
  })
})

describe('an order goes on', () => {
  test('paid, shipped, refunded, and back into stock, with its history and events', async () => {
    const product = await shop.product(5)
    const show = await shop.liveShow(product)
    const { id } = await place(await shop.viewer(), { show: show.id, lines: [{ sku: product.id, quantity: 2 }] })
    const step = (act: string, json: Record<string, unknown> = {}) => shop.owner.post<Placed>(`/api/orders/${id}/${act}`, json)
    assert.deepEqual((await step('pay')).can, ['ship', 'cancel', 'refund'])
    const shipped = await step('ship', { tracking: '1234-5678-9012' })
    assert.deepEqual([shipped.state, shipped.tracking], ['shipped', '1234-5678-9012'])
    assert.equal((await step('refund', { amount: yen(1000), reason: '箱のへこみ' })).state, 'shipped')
    assert.equal((await step('refund', { reason: '返品' })).state, 'refunded')
    assert.equal(await left(product.id), 3)
    const back = await step('restock', { reason: '返品' })
    assert.equal(await left(product.id), 5)
    assert.deepEqual(back.history.map(({ what }) => what), ['placed', 'paid', 'shipped', 'refunded', 'refunded', 'restocked'])
    assert.equal(back.history.at(-1)!.reason, '返品')
    assert.deepEqual(back.can, [])
    const { events } = await shop.owner.get<{ events: { kind: string; data: Record<string, unknown> }[] }>(`/api/shows/${show.id}/timeline?from=1`)
    assert.deepEqual(events.map(({ kind }) => kind).filter((kind) => kind.startsWith('order.')), ['order.placed', 'order.paid', 'order.shipped', 'order.refunded', 'order.refunded', 'order.restocked'])
    const seen = await shop.anyone.get<{ events: { kind: string }[] }>(`/api/shows/${show.id}/timeline?from=1`)
    assert.ok(!seen.events.some(({ kind }) => kind.startsWith('order.')))
  })

  test('line by line where only some of it comes back, and never more than was bought', async () => {
    const [lip, tea] = [await shop.product(5), await shop.product(5)]
    const { id } = await place(await shop.viewer(), { lines: [{ sku: lip.id, quantity: 2 }, { sku: tea.id, quantity: 3 }] })
    const step = (act: string, json: Record<string, unknown> = {}) => shop.owner.post<Placed>(`/api/orders/${id}/${act}`, json)
    await step('pay')
    await step('ship')
    const some = await step('restock', { reason: '1 点だけ返品', lines: [{ sku: tea.id, quantity: 1 }] })
    assert.deepEqual([some.state, some.can.includes('restock')], ['shipped', true])
    assert.deepEqual(some.lines.map(({ returned }) => returned), [0, 1])
    assert.deepEqual(some.history.at(-1)!.lines, [{ sku: tea.id, quantity: 1 }])
    assert.deepEqual([await left(lip.id), await left(tea.id)], [3, 3])
    const refund = await step('refund', { reason: '1 点だけ返品', lines: [{ sku: tea.id, quantity: 1 }] })
    assert.deepEqual([refund.refunded.amount, refund.history.at(-1)!.lines], [2640, [{ sku: tea.id, quantity: 1 }]])
    const asked = (act: string, lines: unknown) => shop.owner.send('POST', `/api/orders/${id}/${act}`, { json: { reason: 'x', lines } })
    const many = refused(await asked('restock', [{ sku: lip.id, quantity: 1 }, { sku: tea.id, quantity: 3 }]), 400, 'invalid', '/lines/1/quantity')
    assert.equal((many as unknown as { left: number }).left, 2)
    refused(await asked('restock', [{ sku: 'other', quantity: 1 }]), 400, 'invalid', '/lines/0/sku')
    refused(await asked('restock', []), 400, 'invalid', '/lines')
    refused(await asked('refund', [{ sku: tea.id, quantity: 3 }]), 400, 'invalid', '/lines/0/quantity')
    assert.deepEqual([await left(lip.id), await left(tea.id)], [3, 3], 'nothing of a refused return is taken')
    const all = await step('restock', { reason: '残りも返品' })
    assert.deepEqual([all.state, all.lines.map(({ returned }) => returned)], ['returned', [2, 3]])
    assert.deepEqual([await left(lip.id), await left(tea.id)], [5, 5])
  })

  test('only as is legal, by those who may, and with a reason', async () => {
    const { id: sku } = await shop.product(2)
    const order = await place(shop.anyone, { lines: [{ sku, quantity: 1 }] })
    const step = (client: Client, act: string, json: unknown = {}) => client.send('POST', `/api/orders/${order.id}/${act}`, { json })
    refused(await step(shop.owner, 'refund', { reason: 'x' }), 409, 'wrong-state')
    refused(await step(shop.owner, 'restock', { reason: 'x' }), 409, 'wrong-state')
    refused(await step(shop.owner, 'cancel'), 400, 'invalid', '/reason')
    refused(await step(shop.owner, 'pay', { tracking: '1' }), 400, 'invalid', '/tracking')
    refused(await step(shop.anyone, 'cancel'), 404, 'not-found')
    refused(await shop.owner.send('POST', '/api/orders/none/pay', { json: {} }), 404, 'not-found')
    await shop.owner.post(`/api/orders/${order.id}/pay`)
    refused(await step(shop.owner, 'pay'), 409, 'wrong-state')
    refused(await step(shop.owner, 'refund', { reason: 'x', amount: yen(9999) }), 400, 'invalid', '/amount/amount')
  })

  test('once for a key', async () => {
    const { id: sku } = await shop.product(2)
    const order = await place(shop.anyone, { lines: [{ sku, quantity: 1 }] })
    await shop.owner.post(`/api/orders/${order.id}/pay`)
    const send = (key: string, amount: number) => shop.owner.send<Placed>('POST', `/api/orders/${order.id}/refund`, { json: { reason: '値引', amount: yen(amount) }, headers: { 'idempotency-key': key } })
    const key = randomUUID()
    assert.equal((await send(key, 100)).body.refunded.amount, 100)
    assert.equal((await send(key, 100)).body.refunded.amount, 100)
    refused(await send(key, 200), 422, 'idempotency-key-reused')
    assert.equal((await send(randomUUID(), 100)).body.refunded.amount, 200)
  })

  test('its buyer may take it back while it is placed', async () => {
    const { id: sku } = await shop.product(2)
    const order = await place(await shop.viewer(), { lines: [{ sku, quantity: 2 }] })
    assert.equal(await left(sku), 0)
    refused(await shop.anyone.send('POST', `/api/orders/${order.id}/cancel?key=wrong`, { json: {} }), 404, 'not-found')
    const cancelled = await shop.anyone.post<Placed>(`/api/orders/${order.id}/cancel?key=${keyOf(order)}`)
    assert.deepEqual([cancelled.state, cancelled.can], ['cancelled', []])
    assert.ok(cancelled.history.every((each) => each.by === undefined && each.reason === undefined))
    assert.equal(await left(sku), 2)
    refused(await shop.anyone.send('POST', `/api/orders/${order.id}/cancel?key=${keyOf(order)}`, { json: {} }), 409, 'wrong-state')
    refused(await shop.anyone.send('GET', `/api/orders/${order.id}/receipt?key=${keyOf(order)}`), 409, 'wrong-state')
  })
})

describe('staff find an order', () => {
  test('by number, name, mail, phone, product, state and date', async () => {
    const product = await shop.product(9)
    const tag = randomUUID().slice(0, 8)
    const order = await place(shop.anyone, { contact: { ...contact, name: `藤 ${tag}`, email: `${tag}@example.jp`, phone: '080-9999-1234' }, lines: [{ sku: product.id, quantity: 1 }] })
    const find = async (query: string): Promise<string[]> => (await shop.owner.get<Page<Order>>(`/api/orders?${query}`)).items.map(({ id }) => id)
    const at = Date.parse(order.placed_at)
    const times = (from: number, until: number) => `from=${new Date(at + from).toISOString()}&until=${new Date(at + until).toISOString()}`
    for (const query of [`q=${order.number}`, `q=${encodeURIComponent(`藤 ${tag}`)}`, `q=${encodeURIComponent('藤')}+${tag}`, `q=${tag}@example`, `product=${product.id}`,
      `q=${product.id}`, `product=${product.id}&state=placed,paid`, `product=${product.id}&${times(0, 1)}`]) {
      assert.deepEqual(await find(query), [order.id], query)
    }
    assert.ok((await find('q=08099991234')).includes(order.id))
    assert.ok((await find(`q=${Number(order.number.slice(2))}`)).includes(order.id))
    for (const query of [`q=${tag}%25x`, `q=${tag.slice(0, 3)}_${tag.slice(4)}`, `product=${product.id}&state=shipped`, `product=${product.id}&${times(1, 1000)}`, 'product=none']) {
      assert.deepEqual(await find(query), [], query)
    }
    refused(await shop.owner.send('GET', '/api/orders?state=lost'), 400, 'invalid', 'state')
    refused(await shop.owner.send('GET', '/api/orders?from=yesterday'), 400, 'invalid', 'from')
    refused(await shop.owner.send('GET', '/api/orders?due_before=soon'), 400, 'invalid', 'due_before')
    const csv = await shop.owner.send('GET', `/api/orders.csv?q=${tag}`)
    assert.equal(csv.text.trim().split('\r\n').length, 2)
    assert.match(csv.text, new RegExp(order.number))
    refused(await shop.owner.send('GET', '/api/orders.csv?state=lost'), 400, 'invalid', 'state')
  })
})

describe('the papers', () => {
  test('of a receipt: issuer, lines marked at 8 %, totals by rate', async () => {
    refused(await shop.owner.send('PUT', '/api/checkout/issuer', { json: { name: '月白', registration_number: 'T1234567890123' } }), 400, 'invalid', '/registration_number')
    const issuer = { name: '株式会社月白', registration_number: 'T7000012050002', address: '東京都中央区銀座 1-1', phone: '03-0000-0000' }
    assert.deepEqual(await shop.owner.put('/api/checkout/issuer', issuer), issuer)
    const [lip, tea] = [await shop.product(2), await shop.product(2, { price: yen(1080), tax_rate: 8 })]
    const order = await place(shop.anyone, { lines: [{ sku: lip.id, quantity: 1 }, { sku: tea.id, quantity: 1 }] })
    refused(await shop.anyone.send('GET', `/api/orders/${order.id}/receipt`), 404, 'not-found')
    const path = `/api/orders/${order.id}/receipt?key=${keyOf(order)}`
    assert.equal((await shop.anyone.get(path)).kind, 'invoice')
    await shop.owner.post(`/api/orders/${order.id}/pay`)
    const receipt = await shop.anyone.get(path)
    assert.deepEqual([receipt.kind, receipt.issuer, receipt.number], ['receipt', issuer, order.number])
    assert.deepEqual(receipt.lines.map((line: { reduced: boolean }) => line.reduced), [false, true])
    assert.deepEqual(receipt.rates, [{ rate: 8, total: yen(1080), tax: yen(80) }, { rate: 10, total: yen(2640), tax: yen(240) }])
  })

  test('that the law asks for are plain text of the owner’s, named by the shop once written', async () => {
    refused(await shop.anyone.send('GET', '/api/legal/tokushoho'), 404, 'not-found')
    refused(await shop.anyone.send('GET', '/api/legal/manifesto'), 404, 'not-found')
    refused(await shop.owner.send('PUT', '/api/legal/terms', { json: { text: 5 } }), 400, 'invalid', '/text')
    refused(await shop.owner.send('PUT', '/api/legal/terms', { json: { text: '長'.repeat(20_001) } }), 400, 'invalid', '/text')
    const text = '販売事業者\n株式会社月白\n\n<b>所在地</b>\n東京都'
    await shop.owner.put('/api/legal/tokushoho', { text })
    assert.equal((await shop.anyone.get('/api/legal/tokushoho')).text, text)
    assert.deepEqual((await shop.anyone.get('/api/shop')).legal, ['tokushoho'])
    await shop.owner.put('/api/legal/tokushoho', { text: '' })
    assert.deepEqual((await shop.anyone.get('/api/shop')).legal, [])
  })

  test('postal codes name their city where the table was built in, and are asked for by hand where not', async () => {
    const known = await shop.anyone.send('GET', '/api/postal-codes/1500001')
    if (known.status === 200) assert.deepEqual(known.body, { postal_code: '150-0001', prefecture: '東京都', city: '渋谷区', town: '神宮前' })
    else refused(known, 404, 'not-found')
    refused(await shop.anyone.send('GET', '/api/postal-codes/0000000'), 404, 'not-found')
  })
})
