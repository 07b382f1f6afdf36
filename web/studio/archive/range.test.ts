import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fineClock, readClock, withFrom, withUntil } from './range.ts'

test('places are shown and read to a tenth of a second', () => {
  for (const [ms, text] of [[0, '0:00.0'], [61_500, '1:01.5'], [3_723_400, '1:02:03.4']] as const) {
    assert.equal(fineClock(ms), text)
    assert.equal(readClock(text), ms)
  }
  assert.equal(readClock('１２：３４'), 754_000)
  assert.equal(readClock('90:00'), 5_400_000)
  for (const wrong of ['', '12', '1:75', '1:61:00', 'abc', '1:00:00:00']) assert.equal(readClock(wrong), null, wrong)
})

test('the other end gives way, and both stay within the show', () => {
  assert.deepEqual(withFrom({ from: 0, until: 10_000 }, 20_000, 60_000), { from: 20_000, until: 21_000 })
  assert.deepEqual(withFrom({ from: 0, until: 10_000 }, 99_000, 60_000), { from: 59_000, until: 60_000 })
  assert.deepEqual(withUntil({ from: 30_000, until: 40_000 }, 5_000, 60_000), { from: 4_000, until: 5_000 })
  assert.deepEqual(withUntil({ from: 30_000, until: 40_000 }, 99_000, 60_000), { from: 30_000, until: 60_000 })
})
