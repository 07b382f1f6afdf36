import assert from 'node:assert/strict'
import test from 'node:test'
import type { Order } from '../../shared/api.ts'
import { choices, chosen, named, priceOf } from './pieces.ts'

const yen = (amount: number) => ({ amount, currency: 'JPY' })
const line = (sku: string, quantity: number, returned = 0) => ({ sku, title: `The ${sku}`, quantity, returned, unit_price: yen(100) })
const order = {
  lines: [line('lip', 2, 1), line('tea', 1, 1), line('lip', 1)],
  history: [{ what: 'refunded', at: '', lines: [{ sku: 'lip', quantity: 2 }] }, { what: 'refunded', at: '', amount: yen(5) }, { what: 'restocked', at: '', lines: [{ sku: 'tea', quantity: 1 }] }],
} as unknown as Order

test('what can come back is what was bought less what is back', () => {
  assert.deepEqual(choices(order, 'restock').map(({ sku, left }) => [sku, left]), [['lip', 2]])
})

test('what can be refunded by name is what was bought less what was refunded by name', () => {
  assert.deepEqual(choices(order, 'refund').map(({ sku, left }) => [sku, left]), [['lip', 1], ['tea', 1]])
})

test('lines of no piece are not sent, and the price is that of the rest', () => {
  const from = choices(order, 'refund')
  assert.deepEqual(chosen(from, { lip: 1, tea: 0 }), [{ sku: 'lip', quantity: 1 }])
  assert.equal(priceOf(from, { lip: 1, tea: 1 }), 200)
  assert.equal(named(order, [{ sku: 'lip', quantity: 2 }, { sku: 'gone', quantity: 1 }]), 'The lip × 2, gone × 1')
})
