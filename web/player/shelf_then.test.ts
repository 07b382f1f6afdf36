import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Offer } from '../shared/api.ts'
import { spokenPrice, stepAt } from './shelf_then.ts'

const price = { amount: 2640, currency: 'JPY' }

test('the step in force is the last one at or before the playhead', () => {
  const steps = [{ at: 0, price, left: 20 }, { at: 30_000, price, left: 3 }]
  assert.equal(stepAt(steps, 0)!.left, 20)
  assert.equal(stepAt(steps, 29_999)!.left, 20)
  assert.equal(stepAt(steps, 30_000)!.left, 3)
})

test('where nothing is known nothing is said', () => {
  assert.equal(stepAt([{ at: 0, price: null, left: null }], 5_000), null)
  assert.equal(stepAt([], 5_000), null)
})

test('an offer that was open makes the price that was spoken', () => {
  const offer: Offer = {
    id: 'o', title: '今だけ', benefit: 'percent', percent: 20, amount: null, targets: [{ product: 'lip', sku: null, price: null }], coupon: false, code: null,
    pieces: 5, left: 0, per_person: null, archive_until: null, windows: [{ at: 10_000, until: 20_000 }],
  }
  const spoken = (at: number, offers = [offer]) => spokenPrice(price, offers, 'lip', at).amount
  assert.deepEqual([spoken(9_999), spoken(10_000), spoken(20_000)], [2640, 2112, 2640])
  assert.equal(spoken(15_000, [{ ...offer, coupon: true }]), 2640)
})
