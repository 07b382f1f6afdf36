import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ShowClock } from './show_clock.ts'

test('the clock goes on between frames', () => {
  const clock = new ShowClock()
  assert.equal(clock.now(50), 0)
  clock.set(1000, 100)
  assert.equal(clock.now(350), 1250)
})

test('a frame that was held up does not set the clock back', () => {
  const clock = new ShowClock()
  clock.set(1000, 100)
  clock.set(1100, 900)
  assert.equal(clock.now(1000), 1900)
})

test('a clock that is far off is believed anew', () => {
  const clock = new ShowClock()
  clock.set(100_000, 0)
  clock.set(40_000, 1000)
  assert.equal(clock.now(1000), 40_000)
})

test('old frames are forgotten, so a slow drift is followed', () => {
  const clock = new ShowClock()
  clock.set(1000, 0)
  for (let i = 1; i <= 20; i += 1) clock.set(900 + i * 100, i * 100)
  assert.equal(clock.now(2000), 2900)
})
