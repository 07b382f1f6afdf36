import assert from 'node:assert/strict'
import test from 'node:test'
import type { Order } from '../../shared/api.ts'
import { partlyBack, soldBy, soldIn } from './sold.ts'

const yen = (amount: number) => ({ amount, currency: 'JPY' })
const event = (kind: string, more: Record<string, unknown> = {}) => ({ kind, at: 5, data: { order: 'a', total: yen(300), ...more } })

test('an order counts from its event on, and no more once it is cancelled, refunded or returned', () => {
  const gone = (kind: string, more = {}) => soldBy(event(kind, more))?.gone
  assert.deepEqual(soldBy(event('order.placed')), { id: 'a', amount: 300, at: 5, lines: null })
  assert.equal(gone('order.cancelled'), true)
  assert.equal(gone('order.restocked', { back: 'all' }), true)
  assert.equal(gone('order.restocked'), true, 'as it was told before pieces were named')
  assert.equal(gone('order.refunded', { state: 'refunded' }), true)
  for (const none of [event('order.refunded', { state: 'shipped' }), event('order.restocked', { back: 'some' }), event('order.paid'), event('chat.posted')]) assert.equal(soldBy(none), null)
  assert.equal(partlyBack(event('order.restocked', { back: 'some' })), 'a')
  assert.equal(partlyBack(event('order.restocked', { back: 'all' })), null)
})

test('an order of another shop says it all with its event', () => {
  const told = soldBy(event('order.external', { state: 'paid', lines: [{ product: 'lip', sku: 'lip', quantity: 2 }] }))
  assert.deepEqual(told, { id: 'a', amount: 300, at: 5, lines: [{ product: 'lip', quantity: 2 }], gone: false })
  assert.equal(soldBy(event('order.external_changed', { state: 'cancelled' }))?.gone, true)
})

test('of an order that was read, the lines of this show count, less what came back', () => {
  const line = (show: string, product: string, quantity: number, returned: number) => ({ show, at: 7, product, quantity, returned, unit_price: yen(100) })
  const order = { id: 'a', state: 'shipped', at: 7, lines: [line('s1', 'lip', 3, 1), line('s2', 'lip', 1, 0), line('s1', 'tea', 1, 1)] } as unknown as Order
  assert.deepEqual(soldIn('s1', order), { id: 'a', amount: 200, at: 7, lines: [{ product: 'lip', quantity: 2 }, { product: 'tea', quantity: 0 }], gone: false })
  assert.equal(soldIn('s1', { ...order, state: 'returned' }).gone, true)
})
