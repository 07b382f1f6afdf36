import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Pins } from './pins.ts'

const pinned = (seq: number, at: number, product: string) => ({ seq, at, kind: 'product.pinned', data: { product } })
const unpinned = (seq: number, at: number, product: string) => ({ seq, at, kind: 'product.unpinned', data: { product } })

test('the pin is the one the playhead sees, not the newest', () => {
  const pins = new Pins()
  pins.reset([{ product: 'lip', at: 1000, until: 5000 }, { product: 'eye', at: 5000, until: null }])
  assert.equal(pins.at(999), null)
  assert.deepEqual(pins.at(1000), { product: 'lip', at: 1000 })
  assert.deepEqual(pins.at(4999), { product: 'lip', at: 1000 })
  assert.deepEqual(pins.at(5000), { product: 'eye', at: 5000 })
})

test('events go on from the snapshot, and an unpin leaves nothing', () => {
  const pins = new Pins()
  pins.reset([{ product: 'lip', at: 1000, until: null }])
  assert.equal(pins.apply(pinned(9, 8000, 'eye')), true)
  assert.equal(pins.apply(unpinned(12, 9000, 'eye')), true)
  assert.equal(pins.apply({ seq: 13, at: 1, kind: 'chat.posted', data: {} }), false)
  assert.equal(pins.at(7999)!.product, 'lip')
  assert.equal(pins.at(8500)!.product, 'eye')
  assert.equal(pins.at(9000), null)
})

test('a pin that reaches back takes its own place', () => {
  const pins = new Pins()
  pins.apply(pinned(5, 8000, 'eye'))
  pins.apply(pinned(6, 6000, 'lip'))
  assert.equal(pins.at(7000)!.product, 'lip')
  assert.equal(pins.at(8000)!.product, 'eye')
})

test('of two at one moment the later accepted one counts', () => {
  const pins = new Pins()
  pins.apply(pinned(6, 8000, 'eye'))
  pins.apply(pinned(5, 8000, 'lip'))
  assert.equal(pins.at(8000)!.product, 'eye')
  assert.equal(pins.apply(pinned(6, 8000, 'eye')), false)
})

test('moments tell when each product was last shown, as far as the playhead knows', () => {
  const pins = new Pins()
  pins.reset([{ product: 'lip', at: 0, until: 10 }, { product: 'eye', at: 10, until: 20 }, { product: 'lip', at: 30, until: null }])
  assert.deepEqual([...pins.moments(25)], [['lip', 0], ['eye', 10]])
  assert.equal(pins.moments(30).get('lip'), 30)
})
