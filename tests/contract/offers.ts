// Offers: prepared, opened and closed on air; who gets the price, and what those are told who do not.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { before, describe, test } from 'node:test'
import { type Client, type Order, type Product, type Show, refused } from '../support/api.ts'
import { sleep } from '../support/processes.ts'
import { type Reply, Room } from '../support/room.ts'
import { Server } from '../support/server.ts'
import { contact, Shop } from '../support/shop.ts'
import { house } from './house.ts'

let shop: Shop
before(async () => void (shop = await house()))

const yen = (amount: number) => ({ amount, currency: 'JPY' })
interface Offer { id: string; title: string; left: number | null; sold: number; code: string | null; windows: { at: number; until: number | null }[] }
interface Line { unit_price: { amount: number }; usual_price: { amount: number }; discount: { amount: number }; offer: { id: string; title: string } | null }

const body = (product: Product, more: Record<string, unknown> = {}) => ({ title: '配信限定 20% OFF', benefit: 'percent', percent: 20, targets: [{ product: product.id }], ...more })

/** A live show with one product (¥2,640) and one offer (¥2,112), and the director's room. */
async function offering(pieces: number, more: Record<string, unknown> = {}, from: Shop = shop): Promise<{ product: Product; show: Show; offer: Offer; desk: Room; at: () => Promise<number> }> {
  const product = await from.product(pieces)
  const show = await from.liveShow(product)
  const offer = await from.owner.post<Offer>(`/api/shows/${show.id}/offers`, body(product, more))
  const desk = await Room.join(from.owner, show.id)
  return { product, show, offer, desk, at: async () => (await from.snapshot(show.id)).clock }
}

const buy = (who: Client, show: Show, product: Product, more: Record<string, unknown> = {}, order: Record<string, unknown> = {}) =>
  who.send<Order>('POST', '/api/orders', { json: { show: show.id, lines: [{ sku: product.id, quantity: 1, ...more }], contact, ...order } })
const told = ({ problem }: Reply) => [problem?.status, problem?.type.split('/').pop()]
const lineOf = (order: Order): Line => order.lines[0] as unknown as Line

describe('an offer', () => {
  test('is prepared by staff, who are told what is wrong with it', async () => {
    const product = await shop.product(3)
    const show = await shop.show({ shelf: [product.id] })
    const path = `/api/shows/${show.id}/offers`
    const send = (json: unknown) => shop.owner.send<Offer>('POST', path, { json })
    refused(await send({ ...body(product), title: '' }), 400, 'invalid', '/title')
    refused(await send({ ...body(product), percent: 95 }), 400, 'invalid', '/percent')
    refused(await send({ ...body(product), amount: yen(5) }), 400, 'invalid', '/amount')
    refused(await send({ ...body(product), targets: [{ product: 'elsewhere' }] }), 400, 'invalid', '/targets/0/product')
    refused(await send({ ...body(product), targets: [{ product: product.id, sku: 'other' }] }), 400, 'invalid', '/targets/0/sku')
    refused(await send({ ...body(product), code: 'あ' }), 400, 'invalid', '/code')
    refused(await shop.owner.send('POST', '/api/shows/none/offers', { json: body(product) }), 404, 'not-found')
    const made = await send(body(product, { code: 'spring-10', pieces: 50, per_person: 1, lasts_seconds: 60 }))
    assert.equal(made.status, 201, made.text)
    assert.deepEqual([made.body.code, made.body.left, made.body.sold, made.body.windows], ['SPRING-10', 50, 0, []])
    refused(await send(body(product, { code: 'SPRING-10' })), 409, 'conflict', '/code')
    assert.deepEqual((await shop.anyone.get<{ offers: Offer[] }>(`/api/shows/${(await shop.liveShow(product)).id}`)).offers, [], 'nobody hears of it before it opens')

    const changed = await shop.owner.put(`${path}/${made.body.id}`, body(product, { pieces: 10 }))
    assert.equal(changed.left, 10)
    refused(await shop.owner.send('PUT', `${path}/none`, { json: body(product) }), 404, 'not-found')
    refused(await shop.owner.send('DELETE', `${path}/none`), 404, 'not-found')
    assert.equal((await shop.owner.send('DELETE', `${path}/${made.body.id}`)).status, 204)
    assert.deepEqual(await shop.owner.get(path), { items: [] })
    refused(await shop.owner.send('GET', '/api/shows/none/offers'), 404, 'not-found')
  })

  test('makes the price from its opening to its close, and orders tell of it', async () => {
    const { product, show, offer, desk } = await offering(5)
    const viewer = await shop.viewer()
    const room = await Room.join(viewer, show.id)
    assert.equal((await buy(viewer, show, product)).body.total.amount, 2640)
    await desk.must('offer.open', { offer: offer.id })
    assert.deepEqual(told(await desk.send('offer.open', { offer: offer.id })), [409, 'state'])
    const opened = await room.waitFor('offer.opened')
    assert.deepEqual([opened.data.offer, opened.data.until, opened.data.shown.percent], [offer.id, null, 20])
    assert.equal('sold' in opened.data.shown, false)
    const [open] = (await shop.anyone.get<{ offers: Offer[] }>(`/api/shows/${show.id}`)).offers
    assert.deepEqual(open!.windows, [{ at: opened.data.shown.windows[0].at, until: null }])

    const quote = await viewer.post('/api/orders/quote', { lines: [{ sku: product.id, quantity: 2, show: show.id }] })
    assert.deepEqual([quote.goods.amount, quote.lines[0].usual_price.amount, quote.lines[0].offer.id], [4224, 2640, offer.id])
    const order = await buy(viewer, show, product, { quantity: 2, price: yen(2112) })
    assert.equal(order.status, 201, order.text)
    const line = lineOf(order.body)
    assert.deepEqual([line.unit_price.amount, line.usual_price.amount, line.discount.amount, line.offer], [2112, 2640, 1056, { id: offer.id, title: '配信限定 20% OFF' }])
    assert.deepEqual([order.body.total.amount, (order.body as unknown as { tax: unknown }).tax], [4224, [{ rate: 10, amount: yen(384) }]])
    const known = await shop.owner.get<Order>(`/api/orders/${order.body.id}`)
    assert.deepEqual(lineOf(known), line)
    const receipt = await shop.owner.get(`/api/orders/${order.body.id}/receipt`)
    assert.deepEqual([receipt.lines[0].offer, receipt.lines[0].discount.amount], ['配信限定 20% OFF', 1056])
    const csv = (await shop.owner.send('GET', `/api/orders.csv?show=${show.id}`)).text
    assert.ok(csv.includes(',2112,4224,') && csv.includes(',2640,1056,配信限定 20% OFF'), csv)
    await shop.owner.post(`/api/orders/${order.body.id}/pay`, {})
    const refund = await shop.owner.post(`/api/orders/${order.body.id}/refund`, { reason: '色ちがい', lines: [{ sku: product.id, quantity: 1 }] })
    assert.equal(refund.refunded.amount, 2112)

    await desk.must('offer.close', { offer: offer.id })
    const closed = await room.waitFor('offer.closed')
    await sleep(20)
    const gone = refused(await buy(viewer, show, product, { price: yen(2112) }), 409, 'offer-gone', '/lines/0/price') as unknown as Record<string, unknown>
    assert.deepEqual([gone['offer'], gone['why'], gone['sku'], gone['was'], gone['now']], [offer.id, 'closed', product.id, yen(2112), yen(2640)])
    const behind = await buy(viewer, show, product, { price: yen(2112) }, { at: closed.data.until - 1 })
    assert.equal(behind.status, 201, 'a viewer who has not seen it close yet')
    const page = await shop.anyone.get(`/api/shows/${show.id}/timeline?at=${closed.data.until - 1}&until=${closed.data.until}`)
    assert.deepEqual(page.state.offers.map(({ id }: Offer) => id), [offer.id])
    assert.deepEqual((await shop.anyone.get(`/api/shows/${show.id}/timeline?at=${closed.data.until}&until=${closed.data.until}`)).state.offers, [])
    refused(await shop.owner.send('PUT', `/api/shows/${show.id}/offers/${offer.id}`, { json: body(product, { percent: 30 }) }), 409, 'state', '/percent')
    refused(await shop.owner.send('DELETE', `/api/shows/${show.id}/offers/${offer.id}`), 409, 'state')
    room.whole()
  })

  test('of 50 pieces goes to 50 of 60 who ask at once, and the others are told at once', async () => {
    const { product, show, offer, desk } = await offering(60, { pieces: 50 })
    const crowd = await Promise.all(Array.from({ length: 60 }, () => shop.viewer()))
    const room = await Room.join(crowd[0]!, show.id)
    await desk.must('offer.open', { offer: offer.id })
    const answers = await Promise.all(crowd.map((viewer) => buy(viewer, show, product, { price: yen(2112) })))
    const [sold, late] = [answers.filter(({ status }) => status === 201), answers.filter(({ status }) => status !== 201)]
    assert.deepEqual([sold.length, late.length], [50, 10])
    assert.ok(sold.every(({ body: order }) => lineOf(order).unit_price.amount === 2112))
    for (const answer of late) {
      const problem = refused(answer, 409, 'offer-gone', '/lines/0/price') as unknown as Record<string, unknown>
      assert.deepEqual([problem['why'], problem['left'], problem['now']], ['used-up', 0, yen(2640)])
    }
    assert.equal((await shop.anyone.get<Product>(`/api/products/${product.id}`)).left, 10, 'nothing was ordered for those')
    await room.waitFor('offer.changed', ({ data }) => data.left === 0)
    const [known] = (await shop.owner.get<{ items: Offer[] }>(`/api/shows/${show.id}/offers`)).items
    assert.deepEqual([known!.sold, known!.left], [50, 0])
    assert.equal((await buy(crowd[59]!, show, product, { price: yen(2640) })).status, 201, 'at the usual price')
    assert.deepEqual(told(await desk.send('offer.open', { offer: offer.id })), [409, 'state'])

    // What is cancelled can be had again.
    const order = sold[0]!.body
    await shop.owner.post(`/api/orders/${order.id}/cancel`, { reason: 'お客さまのご希望' })
    await room.waitFor('offer.changed', ({ data, seq }) => data.left === 1 && seq > 0)
    assert.equal((await buy(crowd[58]!, show, product, { price: yen(2112) })).status, 201)
  })

  test('has a limit a person, whatever key or device they come with', async () => {
    const { product, show, offer, desk } = await offering(9, { per_person: 2 })
    await desk.must('offer.open', { offer: offer.id })
    const viewer = await shop.viewer()
    const both = await Promise.all([buy(viewer, show, product, { quantity: 2, price: yen(2112) }), buy(viewer, show, product, { quantity: 2, price: yen(2112) })])
    assert.deepEqual(both.map(({ status }) => status).sort(), [201, 409])
    const problem = refused(both.find(({ status }) => status === 409)!, 409, 'offer-gone') as unknown as Record<string, unknown>
    assert.deepEqual([problem['why'], problem['limit'], problem['already']], ['limit', 2, 2])
    refused(await buy(shop.anyone, show, product, { price: yen(2112) }), 409, 'offer-gone')
    assert.equal((await buy(viewer, show, product)).body.total.amount, 2640, 'who names no price pays the usual one')
  })

  test('is decided once for a key that comes again', async () => {
    const { product, show, offer, desk } = await offering(5, { pieces: 1 })
    await desk.must('offer.open', { offer: offer.id })
    const viewer = await shop.viewer()
    const key = randomUUID()
    const json = { show: show.id, lines: [{ sku: product.id, quantity: 1, price: yen(2112) }], contact }
    const again = await Promise.all([1, 2, 3].map(() => viewer.send<Order>('POST', '/api/orders', { json, headers: { 'idempotency-key': key } })))
    assert.deepEqual([...new Set(again.map(({ status, body: order }) => `${status} ${order.id}`))].length, 1)
    assert.equal((await shop.owner.get<{ items: Offer[] }>(`/api/shows/${show.id}/offers`)).items[0]!.sold, 1)
  })

  test('ends by itself at its time, and takes no playhead that cannot be', async () => {
    const { product, show, offer, desk, at } = await offering(9, { lasts_seconds: 10 })
    await desk.must('offer.open', { offer: offer.id })
    const opened = await desk.waitFor('offer.opened')
    const { until } = opened.data as { until: number }
    assert.equal(until, opened.data.shown.windows[0].at + 10_000)
    const viewer = await shop.viewer()
    const price = async (order: Record<string, unknown>) => (await buy(viewer, show, product, {}, order)).body.total.amount
    assert.equal(await price({ at: until + 3_600_000 }), 2112, 'a playhead in the future is the clock')
    assert.equal(await price({ at: 0 }), await at() < 30_000 && opened.data.shown.windows[0].at > 0 ? 2640 : 2112, 'before it was seen it is not there')
    while (await at() < until) await sleep(250)
    assert.equal(await price({}), 2640)
    assert.equal(await price({ at: until - 1 }), 2112)
    assert.equal(await price({ at: until + 3_600_000 }), 2640)
  })

  test('that is a coupon counts with its code alone', async () => {
    const { product, show, offer, desk } = await offering(9, { code: 'TSUKI-500', per_person: 1, benefit: 'amount', percent: null, amount: yen(500) })
    const viewer = await shop.viewer()
    const sent = { lines: [{ sku: product.id, quantity: 1, show: show.id }], coupon: 'tsuki-500' }
    const coupon = async (json: object = sent) => (await viewer.post('/api/orders/quote', json)).coupon
    assert.deepEqual(await coupon(), { code: 'TSUKI-500', title: null, problem: 'unknown' }, 'nobody finds out what is prepared')
    await desk.must('offer.open', { offer: offer.id })
    const opened = await desk.waitFor('offer.opened')
    assert.deepEqual([opened.data.shown.coupon, opened.data.shown.code], [true, null], 'the code is only spoken')
    assert.deepEqual(await coupon(), { code: 'TSUKI-500', title: '配信限定 20% OFF', problem: null })
    assert.equal((await coupon({ ...sent, coupon: '???' })).problem, 'unknown')
    assert.equal((await buy(viewer, show, product)).body.total.amount, 2640)
    const twice = await Promise.all([1, 2].map(() => buy(viewer, show, product, {}, { coupon: 'ｔｓｕｋｉ－５００' })))
    assert.deepEqual(twice.map(({ status }) => status).sort(), [201, 409])
    assert.equal(twice.find(({ status }) => status === 201)!.body.total.amount, 2140)
    assert.equal((refused(twice.find(({ status }) => status === 409)!, 409, 'coupon', '/coupon') as unknown as { why: string }).why, 'limit')
    await desk.must('offer.close', { offer: offer.id })
    await sleep(20)
    assert.equal((refused(await buy(await shop.viewer(), show, product, {}, { coupon: 'TSUKI-500' }), 409, 'coupon') as unknown as { why: string }).why, 'closed')
  })

  test('may hold in the archive until a date', async () => {
    const until = new Date(Date.now() + 3_600_000).toISOString()
    const { product, show, offer, desk } = await offering(9, { archive_until: until })
    await sleep(50)
    await desk.must('offer.open', { offer: offer.id })
    const { at } = (await desk.waitFor('offer.opened')).data.shown.windows[0]
    await desk.must('offer.close', { offer: offer.id })
    const after = (await desk.waitFor('offer.closed')).data.until as number
    await shop.owner.post(`/api/shows/${show.id}/end`)
    const viewer = await shop.viewer()
    assert.equal((await buy(viewer, show, product, {}, { at: after })).body.total.amount, 2112)
    assert.equal((await buy(viewer, show, product, {}, { at: at - 1 })).body.total.amount, 2640)
    const ended = await shop.owner.put(`/api/shows/${show.id}/offers/${offer.id}`, body(product, { archive_until: new Date(Date.now() - 1000).toISOString() }))
    assert.equal(ended.windows.length, 1)
    assert.equal((await buy(viewer, show, product, {}, { at })).body.total.amount, 2112, 'those who see the end a little later still have it')
    assert.equal((await buy(viewer, show, product, {}, { at: after })).body.total.amount, 2640)
    refused(await shop.owner.send('POST', `/api/shows/${show.id}/offers`, { json: body(product) }), 409, 'state')
  })

  test('is opened by directors alone', async () => {
    const { show, offer } = await offering(1)
    const viewer = await Room.join(await shop.viewer(), show.id)
    for (const command of ['offer.open', 'offer.close']) assert.equal((await viewer.send(command, { offer: offer.id })).problem?.status, 403)
    const desk = await Room.join(shop.owner, show.id)
    assert.equal((await desk.send('offer.open', {})).problem?.field, '/data/offer')
    assert.equal((await desk.send('offer.open', { offer: 'none' })).problem?.status, 404)
    assert.deepEqual(told(await desk.send('offer.close', { offer: offer.id })), [409, 'state'])
  })

  test('is as it was after the server was killed', async () => {
    const server = await Server.start()
    try {
      const own = await Shop.open(server)
      const { product, show, offer, desk } = await offering(20, { pieces: 5, per_person: 1 }, own)
      await desk.must('offer.open', { offer: offer.id })
      const crowd = await Promise.all(Array.from({ length: 8 }, () => own.viewer()))
      for (const viewer of crowd.slice(0, 3)) assert.equal((await buy(viewer, show, product, { price: yen(2112) })).status, 201)
      desk.leave()
      await server.kill()
      await server.begin()
      const [known] = (await own.owner.get<{ items: Offer[] }>(`/api/shows/${show.id}/offers`)).items
      assert.deepEqual([known!.sold, known!.left, known!.windows.length, known!.windows[0]!.until], [3, 2, 1, null])
      const again = refused(await buy(crowd[0]!, show, product, { price: yen(2112) }), 409, 'offer-gone') as unknown as { why: string }
      assert.equal(again.why, 'limit')
      const answers = await Promise.all(crowd.slice(3).map((viewer) => buy(viewer, show, product, { price: yen(2112) })))
      assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 201, 409, 409, 409])
    } finally {
      await server.stop()
    }
  })
})
