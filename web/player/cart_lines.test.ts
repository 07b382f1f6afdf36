import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kMostLines, pieces, readCart, wantedLines, withLine, withPrices, withQuantity, type CartLine } from './cart_lines.ts'

const yen = (amount: number) => ({ amount, currency: 'JPY' })
const line = (sku: string, more: Partial<CartLine> = {}): CartLine => ({ sku, product: sku, title: sku, picture: null, quantity: 1, price: yen(100), ...more })

test('more of the same from the same show is one line, from another show its own', () => {
  let lines = withLine([], line('lip', { show: 's1', at: 5 }))!
  lines = withLine(lines, line('lip', { show: 's1', at: 9, quantity: 2, price: yen(90) }))!
  lines = withLine(lines, line('lip', { show: 's2', at: 1 }))!
  assert.deepEqual(lines.map(({ quantity, at, price }) => [quantity, at, price.amount]), [[3, 5, 90], [1, 1, 100]])
  assert.equal(pieces(lines), 4)
})

test('a full cart takes no more lines, but more pieces', () => {
  const full = Array.from({ length: kMostLines }, (_, at) => line(`sku${at}`))
  assert.equal(withLine(full, line('another')), null)
  assert.equal(withLine(full, line('sku3', { quantity: 200 }))![3]!.quantity, 99)
})

test('nothing of a line takes it out', () => {
  assert.deepEqual(withQuantity([line('a'), line('b')], 0, 0).map(({ sku }) => sku), ['b'])
})

test('the order asks at the prices that were seen, and at new ones once they were seen', () => {
  const lines = [line('a', { show: 's', at: 12.6 }), line('b')]
  assert.deepEqual(wantedLines(lines), [{ sku: 'a', quantity: 1, price: yen(100), show: 's', at: 13 }, { sku: 'b', quantity: 1, price: yen(100) }])
  const seen = withPrices(lines, [{ sku: 'a', quantity: 1, problem: 'price-changed', unit_price: yen(120) }, { sku: 'b', quantity: 1, problem: 'unknown' }])
  assert.deepEqual(seen.map(({ price }) => price.amount), [120, 100])
})

test('what is no cart is an empty one', () => {
  for (const text of [null, '', '{}', '[1,null]', '[{"sku":"a"}]', 'x']) assert.deepEqual(readCart(text), [])
  assert.deepEqual(readCart(JSON.stringify([line('a'), { sku: 'b' }])).map(({ sku }) => sku), ['a'])
})
