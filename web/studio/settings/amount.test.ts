import assert from 'node:assert/strict'
import { test } from 'node:test'
import { amountOf, typedAmount } from './amount.ts'

test('amounts are read as a shop types them', () => {
  assert.deepEqual(amountOf('1,500', 'JPY', 0), { amount: 1500, currency: 'JPY' })
  assert.deepEqual(amountOf('１５００', 'JPY', 0), { amount: 1500, currency: 'JPY' })
  assert.deepEqual(amountOf('19.80', 'USD', 2), { amount: 1980, currency: 'USD' })
  for (const typed of ['', '-1', '1.5', 'free', '1e3', '999999999999']) assert.equal(amountOf(typed, 'JPY', 0), null, typed)
})

test('and shown again as they were', () => {
  assert.equal(typedAmount({ amount: 1980, currency: 'USD' }, 2), '19.80')
  assert.equal(typedAmount({ amount: 800, currency: 'JPY' }, 0), '800')
  assert.equal(typedAmount(null, 0), '')
})
