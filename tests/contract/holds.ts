import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { before, describe, test } from 'node:test'
import { type Client, type Order, type Product, type Show, refused } from '../support/api.ts'
import { until } from '../support/processes.ts'
import { Room } from '../support/room.ts'
import { contact, type Shop } from '../support/shop.ts'
import { house } from './house.ts'

let shop: Shop
before(async () => void (shop = await house()))

interface Hold { id: string; sku: string; quantity: number; until: string; left_ms: number; waiting: number }
interface Mine { items: (Hold & { product: string; show: string | null })[]; waiting: { id: string; sku: string; place: number; quantity: number }[] }
interface All { items: { sku: string; product: string; left: number; held: number; waiting: number; holds: Hold[]; line: { id: string }[] }[] }

const ask = (who: Client, json: unknown, key?: string) => who.send<Hold>('POST', '/api/holds', { json, headers: key ? { 'idempotency-key': key } : {} })
const mine = (who: Client): Promise<Mine> => who.get('/api/holds/mine')
const left = async (id: string): Promise<number> => (await shop.anyone.get<Product>(`/api/products/${id}`)).left
const buy = (who: Client, sku: string, quantity = 1) => who.send<Order>('POST', '/api/orders', { json: { lines: [{ sku, quantity }], contact } })

/** A live show in which this product goes to the first to hold; the shop itself sells to the first to pay. */
async function holding(pieces: number, more: Record<string, unknown> = {}): Promise<{ product: Product; show: Show; wanted: { show: string; sku: string } }> {
  const product = await shop.product(pieces)
  const show = await shop.liveShow(product)
  await shop.owner.put(`/api/shows/${show.id}/shelf/${product.id}/selling`, { selling: 'first-to-hold', ...more })
  return { product, show, wanted: { show: show.id, sku: product.id } }
}

describe('a hold', () => {
  test('keeps pieces for one viewer, who alone can buy or give them back', async () => {
    const { product, wanted } = await holding(2)
    const [yuzu, sora] = [await shop.viewer(), await shop.viewer()]
    const kept = await ask(yuzu, { ...wanted, quantity: 2 })
    assert.equal(kept.status, 201, kept.text)
    assert.deepEqual([kept.body.sku, kept.body.quantity], [product.id, 2])
    const seconds = (Date.parse(kept.body.until) - Date.now()) / 1000
    assert.ok(seconds > 500 && seconds <= 600.5, `${seconds} s: ten minutes as nothing else was said`)
    assert.equal(await left(product.id), 0)
    const out = refused(await buy(sora, product.id), 409, 'sold-out')
    assert.equal(out.left, 0)
    assert.deepEqual((await mine(yuzu)).items.map(({ id, product: of, show }) => [id, of, show]), [[kept.body.id, product.id, wanted.show]])
    assert.deepEqual(await mine(sora), { items: [], waiting: [] })
    refused(await sora.send('DELETE', `/api/holds/${kept.body.id}`), 404, 'not-found')

    const quote = async (who: Client) => (await who.ok('POST', '/api/orders/quote', { lines: [{ sku: product.id, quantity: 1 }] })).lines[0].problem
    assert.deepEqual([await quote(yuzu), await quote(sora)], [null, 'sold-out'])
    assert.equal((await buy(yuzu, product.id)).status, 201)
    assert.deepEqual((await mine(yuzu)).items.map(({ quantity }) => quantity), [1], 'what was not bought stays kept')
    assert.equal((await yuzu.send('DELETE', `/api/holds/${kept.body.id}`)).status, 204)
    refused(await yuzu.send('DELETE', `/api/holds/${kept.body.id}`), 404, 'not-found')
    assert.equal(await left(product.id), 1)
    assert.equal((await buy(sora, product.id)).status, 201)
  })

  test('is one a person and SKU, and a key answers again', async () => {
    const { product, wanted } = await holding(5)
    const viewer = await shop.viewer()
    const key = randomUUID()
    const first = await ask(viewer, wanted, key)
    const again = await ask(viewer, wanted, key)
    assert.deepEqual([first.status, again.status], [201, 201])
    assert.deepEqual(again.body, first.body)
    const other = await ask(viewer, { ...wanted, quantity: 3 })
    assert.deepEqual([other.status, other.body.id, other.body.quantity, other.body.until], [200, first.body.id, 1, first.body.until])
    refused(await ask(viewer, { ...wanted, quantity: 2 }, key), 422, 'idempotency-key-reused')
    assert.equal(await left(product.id), 4)
  })

  test('is told to its person and the staff in the room, and to nobody else', async () => {
    const { product, show, wanted } = await holding(1)
    const [yuzu, sora] = [await shop.viewer(), await shop.viewer()]
    const [hers, other, staff] = [await Room.join(yuzu, show.id), await Room.join(sora, show.id), await Room.join(shop.owner, show.id)]
    const { id } = (await ask(yuzu, wanted)).body
    const made = await hers.waitFor('hold.made')
    assert.deepEqual([made.data.hold, made.data.product, made.data.sku, made.data.quantity], [id, product.id, product.id, 1])
    await staff.waitFor('hold.made')
    const stock = await other.waitFor('stock.changed')
    assert.deepEqual(stock.data, { product: product.id, sku: product.id, left: 0, held: 1 }, 'everybody sees what is free')

    const place = await ask(sora, wanted)
    assert.deepEqual([place.status, place.body.waiting], [202, 1])
    assert.equal((await mine(sora)).waiting[0]!.place, 1)
    await yuzu.ok('DELETE', `/api/holds/${id}`)
    const granted = await other.waitFor('hold.granted')
    assert.equal(granted.data.hold, place.body.id)
    assert.ok(Date.parse(granted.data.until) > Date.now())
    assert.deepEqual((await mine(sora)).items.map((hold) => hold.id), [place.body.id])
    assert.ok(![...hers.events.values()].some(({ kind }) => kind === 'hold.granted'))
    assert.ok(![...other.events.values()].some(({ kind }) => kind === 'hold.made'))
    for (const room of [hers, other, staff]) {
      room.whole()
      room.leave()
    }
  })

  test('is refused where it cannot be, with the reason', async () => {
    const { product, wanted } = await holding(2)
    const viewer = await shop.viewer()
    for (const [body, field] of [
      [{ ...wanted, sku: 'no-such-sku' }, '/sku'], [{ show: wanted.show }, '/sku'], [{ ...wanted, show: 'none' }, '/show'],
      [{ ...wanted, quantity: 0 }, '/quantity'], [{ ...wanted, quantity: 100 }, '/quantity'], [{ ...wanted, quantity: '1' }, '/quantity'],
      [{ sku: product.id, at: 5 }, '/at'], [{ ...wanted, until: 'forever' }, '/until'],
    ] as const) refused(await ask(viewer, body), 400, 'invalid', field)
    refused(await shop.anyone.send('POST', '/api/holds', { json: wanted }), 401, 'unauthorized')
    refused(await shop.owner.send('POST', '/api/holds', { json: wanted }), 403, 'forbidden')
    refused(await shop.anyone.send('GET', '/api/holds/mine'), 401, 'unauthorized')
    const few = refused(await ask(viewer, { ...wanted, quantity: 3 }), 409, 'sold-out')
    assert.deepEqual([few.sku, few.left], [product.id, 2])
    refused(await ask(viewer, { sku: product.id }), 409, 'first-to-pay')
    assert.equal(await left(product.id), 2)
  })

  test('counts towards what one person keeps', async () => {
    const viewer = await shop.viewer()
    const kept = await Promise.all(Array.from({ length: 10 }, () => holding(1)))
    for (const { wanted } of kept) assert.equal((await ask(viewer, wanted)).status, 201)
    const one = await holding(1)
    assert.equal(refused(await ask(viewer, one.wanted), 409, 'hold-limit').limit, 10)
    await viewer.ok('DELETE', `/api/holds/${(await mine(viewer)).items[0]!.id}`)
    assert.equal((await ask(viewer, one.wanted)).status, 201)
  })
})

describe('the line', () => {
  test('without a waitlist is none', async () => {
    const { wanted } = await holding(0, { waitlist: false })
    assert.equal(refused(await ask(await shop.viewer(), wanted), 409, 'sold-out').left, 0)
  })

  test('gets what staff add before anybody else, the first with all of its pieces', async () => {
    const { product, wanted } = await holding(0)
    const [first, second] = [await shop.viewer(), await shop.viewer()]
    assert.equal((await ask(first, { ...wanted, quantity: 2 })).body.waiting, 1)
    assert.equal((await ask(second, wanted)).body.waiting, 2)
    const added = await shop.owner.post(`/api/stock/${product.id}`, { delta: 4, reason: '追加' })
    assert.equal(added.left, 1, 'what the line left over')
    assert.deepEqual((await mine(first)).items.map(({ quantity }) => quantity), [2])
    assert.deepEqual((await mine(second)).items.map(({ quantity }) => quantity), [1])
    assert.equal(await left(product.id), 1)
  })

  test('is left by giving the place up', async () => {
    const { wanted } = await holding(0)
    const [first, second] = [await shop.viewer(), await shop.viewer()]
    const { id } = (await ask(first, wanted)).body
    await ask(second, wanted)
    await first.ok('DELETE', `/api/holds/${id}`)
    assert.equal((await mine(second)).waiting[0]!.place, 1)
    assert.deepEqual((await mine(first)).waiting, [])
  })

  test('is seen by staff, who may end a hold with a reason', async () => {
    const { product, show, wanted } = await holding(1)
    const [yuzu, sora] = [await shop.viewer(), await shop.viewer()]
    const room = await Room.join(yuzu, show.id)
    const { id } = (await ask(yuzu, wanted)).body
    await ask(sora, wanted)
    const { items } = await shop.owner.get<All>(`/api/holds?product=${product.id}`)
    assert.deepEqual(items.map(({ sku, held, waiting, left: free, holds, line }) => [sku, held, waiting, free, holds.length, line.length]), [[product.id, 1, 1, 0, 1, 1]])
    refused(await shop.owner.send('POST', `/api/holds/${id}/release`, { json: {} }), 400, 'invalid', '/reason')
    await shop.owner.ok('POST', `/api/holds/${id}/release`, { reason: '動作確認のため' })
    refused(await shop.owner.send('POST', `/api/holds/${id}/release`, { json: { reason: 'x' } }), 404, 'not-found')
    assert.equal((await room.waitFor('hold.released')).data.text, '動作確認のため', 'who held it is told why')
    assert.equal((await mine(sora)).items.length, 1)
    room.leave()
  })
})

describe('the way of selling', () => {
  test('is the shop’s, and the shelf may differ', async () => {
    const product = await shop.product(1)
    const show = await shop.liveShow(product)
    const seen = async () => {
      const { selling, hold_seconds, waitlist, own_selling } = (await shop.anyone.get<{ shelf: any[] }>(`/api/shows/${show.id}`)).shelf[0]
      return [selling, hold_seconds, waitlist, own_selling]
    }
    assert.deepEqual(await seen(), ['first-to-pay', 600, true, false])
    const changed = await shop.owner.patch('/api/shop', { selling: 'first-to-hold', hold_seconds: 900 })
    assert.deepEqual([changed.selling, changed.hold_seconds, changed.waitlist], ['first-to-hold', 900, true])
    assert.deepEqual(await seen(), ['first-to-hold', 900, true, false])
    const path = `/api/shows/${show.id}/shelf/${product.id}/selling`
    assert.deepEqual(await shop.owner.put(path, { hold_seconds: 20, waitlist: false }), { selling: 'first-to-hold', hold_seconds: 20, waitlist: false })
    assert.deepEqual(await seen(), ['first-to-hold', 20, false, true])
    assert.equal((await shop.owner.send('DELETE', path)).status, 204)
    await shop.owner.patch('/api/shop', { selling: 'first-to-pay', hold_seconds: 600 })
    assert.deepEqual(await seen(), ['first-to-pay', 600, true, false])
    for (const [json, field] of [[{ selling: 'auction' }, '/selling'], [{ hold_seconds: 19 }, '/hold_seconds'], [{ hold_seconds: 3601 }, '/hold_seconds'], [{ waitlist: 1 }, '/waitlist']] as const) {
      refused(await shop.owner.send('PATCH', '/api/shop', { json }), 400, 'invalid', field)
      refused(await shop.owner.send('PUT', path, { json }), 400, 'invalid', field)
    }
    refused(await shop.owner.send('PUT', path, { json: {} }), 400, 'invalid', '/selling')
    refused(await shop.owner.send('PUT', `/api/shows/${show.id}/shelf/none/selling`, { json: { waitlist: true } }), 404, 'not-found')
    refused(await shop.owner.send('DELETE', `/api/shows/${show.id}/shelf/none/selling`), 404, 'not-found')
  })

  test('ends a hold at its time, without anybody asking', async () => {
    const { product, wanted } = await holding(1, { hold_seconds: 20 })
    const [yuzu, sora] = [await shop.viewer(), await shop.viewer()]
    const kept = await ask(yuzu, wanted)
    assert.ok(kept.body.left_ms <= 20_000)
    await ask(sora, wanted)
    const room = await Room.join(sora, wanted.show)
    await room.waitFor('hold.granted', () => true, 60)
    assert.deepEqual((await mine(yuzu)).items, [])
    assert.equal((await buy(yuzu, product.id)).status, 409)
    assert.equal((await buy(sora, product.id)).status, 201)
    await until('nothing is kept', async () => (await mine(sora)).items.length === 0)
    room.leave()
  })
})
