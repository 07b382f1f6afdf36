import assert from 'node:assert/strict'
import test from 'node:test'
import { kNoSales, totals, unread, withOrders } from './sales.ts'

test('an order heard on the timeline and read from the list is counted once', () => {
  let sales = withOrders(kNoSales, [{ id: 'a', amount: 2640, at: 0, lines: null }])
  assert.deepEqual({ ...totals(sales), pieces: 0 }, { orders: 1, amount: 2640, pieces: 0, partial: true })
  sales = withOrders(sales, [{ id: 'a', amount: 2640, at: 0, lines: [{ product: 'lip', quantity: 1 }] }, { id: 'b', amount: 5280, at: 5, lines: [{ product: 'lip', quantity: 2 }] }])
  const sum = totals(sales)
  assert.equal(sum.orders, 2)
  assert.equal(sum.amount, 7920)
  assert.equal(sum.pieces.get('lip'), 3)
  assert.equal(sum.partial, false)
})

test('news of an order that is known changes nothing', () => {
  const sales = withOrders(kNoSales, [{ id: 'a', amount: 1, at: 0, lines: [{ product: 'lip', quantity: 1 }] }])
  assert.equal(withOrders(sales, [{ id: 'a', amount: 1, at: 0, lines: null }]), sales)
})

test('an order of which some came back is read again, and then counts less', () => {
  let sales = withOrders(kNoSales, [{ id: 'a', amount: 300, at: 0, lines: [{ product: 'lip', quantity: 3 }] }])
  sales = unread(sales, ['a', 'nobody'])
  assert.deepEqual({ ...totals(sales), pieces: 0 }, { orders: 1, amount: 300, pieces: 0, partial: true })
  sales = withOrders(sales, [{ id: 'a', amount: 200, at: 0, lines: [{ product: 'lip', quantity: 2 }] }])
  assert.deepEqual(totals(sales), { orders: 1, amount: 200, pieces: new Map([['lip', 2]]), partial: false })
  assert.equal(unread(sales, []), sales)
})

test('an order that was cancelled counts no more, whichever of its events is read first', () => {
  const order = { id: 'x', amount: 2640, at: 1000, lines: [{ product: 'lip', quantity: 1 }], gone: false }
  const gone = { ...order, gone: true }
  for (const events of [[order, gone], [gone, order], [gone, order, gone]]) {
    const sales = events.reduce((all, event) => withOrders(all, [event]), kNoSales)
    assert.deepEqual(totals(sales), { orders: 0, amount: 0, pieces: new Map(), partial: false })
  }
})
