import assert from 'node:assert/strict'
import { test } from 'node:test'
import { atOf, catchUpRate, endOf, isOfNow, timeOf, type Span } from './mapping.ts'

const live = 1_000_000
/** Two segments of 2 s, ten seconds without an encoder, two more. */
const spans: Span[] = [
  { start: 0, duration: 2, programDateTime: live + 500 },
  { start: 2, duration: 2, programDateTime: live + 2500 },
  { start: 4, duration: 2, programDateTime: live + 14_500 },
  { start: 6, duration: 1, programDateTime: live + 16_500 },
]

test('media time is placed in the show, with its jump over the gap', () => {
  assert.equal(atOf(spans, live, 0), 500)
  assert.equal(atOf(spans, live, 3.5), 4000)
  assert.equal(atOf(spans, live, 4), 14_500)
  assert.equal(atOf(spans, live, 3.9995), 14_499.5)
  assert.equal(atOf(spans, live, 7.2), 17_700)
  assert.equal(atOf([], live, 1), null)
  assert.equal(atOf([{ start: 0, duration: 2, programDateTime: null }], live, 1), null)
})

test('a place in the show is found in media time; within the gap it is the far edge', () => {
  assert.equal(timeOf(spans, live, 500), 0)
  assert.equal(timeOf(spans, live, 4000), 3.5)
  assert.equal(timeOf(spans, live, 9000), 4)
  assert.equal(timeOf(spans, live, 15_500), 5)
  assert.equal(timeOf(spans, live, 400), null)
  assert.equal(timeOf(spans, live, 18_000), null)
  assert.equal(timeOf([], live, 0), null)
})

test('there and back is the same wherever there is a picture', () => {
  for (let at = 500; at < 17_500; at += 250) {
    if (at > 4500 && at < 14_500) continue
    assert.ok(Math.abs(atOf(spans, live, timeOf(spans, live, at)!)! - at) < 1 || at === 4500)
  }
})

test('the end is the end of the last span', () => {
  assert.equal(endOf(spans, live), 17_500)
  assert.equal(endOf([], live), null)
})

test('hurrying begins late, ends close, and never empties the buffer', () => {
  assert.equal(catchUpRate(1.0, 0.8, 1, 1), 1)
  assert.equal(catchUpRate(1.2, 0.8, 1, 1), 1.05)
  assert.equal(catchUpRate(1.0, 0.8, 1, 1.05), 1.05)
  assert.equal(catchUpRate(0.87, 0.8, 1, 1.05), 1)
  assert.equal(catchUpRate(2.5, 0.8, 1, 1), 1.1)
  assert.equal(catchUpRate(2.5, 0.8, 0.2, 1.1), 1)
})

test('a frame from before a jump is not the one on the screen', () => {
  assert.ok(isOfNow(10.02, 10))
  assert.ok(isOfNow(9.8, 10))
  assert.ok(!isOfNow(112, 44))
  assert.ok(!isOfNow(44, 112))
})
