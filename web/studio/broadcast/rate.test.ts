import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kFirstLevel, kRates, RateControl, type Verdict } from './rate.ts'

const best = 80
/** Looks every quarter of a second from `from` for `seconds`; answers what was not 'keep'. */
function watch(rate: RateControl, from: number, seconds: number, behind: number, throughput: number): { at: number; verdict: Verdict }[] {
  const found = []
  for (let now = from; now < from + seconds * 1000; now += 250) {
    const verdict = rate.look({ now, behind, best, throughput })
    if (verdict !== 'keep') found.push({ at: now, verdict })
  }
  return found
}

test('goes down at once to what the network carries, and not again before that could show', () => {
  const rate = new RateControl()
  assert.deepEqual(watch(rate, 0, 4, 2000, 900_000), [{ at: 0, verdict: 'down' }])
  assert.equal(rate.bitsPerSecond, 400_000)
  assert.deepEqual(watch(rate, 4000, 3, 2000, 100_000), [{ at: 5000, verdict: 'down' }])
  assert.equal(rate.bitsPerSecond, kRates[0])
  assert.deepEqual(watch(rate, 10_000, 1, 2000, 100_000), [{ at: 10_000, verdict: 'again' }], 'there is nothing lower: what waits is dropped')
})

test('goes down at least one step, whatever was measured', () => {
  const rate = new RateControl()
  watch(rate, 0, 1, 2000, 50_000_000)
  assert.equal(rate.level, kFirstLevel - 1)
})

test('goes up after a quiet time, one step after another, and no higher than the last', () => {
  const rate = new RateControl()
  rate.level = 2
  const ups = watch(rate, 0, 60, 100, 500_000)
  assert.deepEqual(ups.map(({ verdict }) => verdict), ['up', 'up', 'up'])
  assert.ok(ups.every(({ at }, index) => at >= 12_000 * (index + 1)))
  assert.equal(rate.bitsPerSecond, kRates.at(-1))
})

test('waits longer before the next step up when the last was too much', () => {
  const rate = new RateControl()
  rate.level = 3
  const first = watch(rate, 0, 13, 100, 500_000)
  assert.equal(first.length, 1)
  watch(rate, 13_000, 1, 3000, 900_000)
  const back = rate.level
  const again = watch(rate, 14_000, 40, 100, 500_000)
  assert.ok(again[0]!.at - 14_000 >= 24_000, `after ${again[0]!.at}`)
  assert.equal(rate.level, back + 1)
})

test('takes a far-away server for what it is', () => {
  const rate = new RateControl()
  for (let now = 0; now < 5000; now += 250) assert.equal(rate.look({ now, behind: 900, best: 700, throughput: 1_000_000 }), 'keep')
})

test('does not judge a new connection by what the old one left', () => {
  const rate = new RateControl()
  rate.reconnected(1000)
  assert.deepEqual(watch(rate, 1000, 4, 4000, 100_000), [])
})
