import assert from 'node:assert/strict'
import { test } from 'node:test'
import { WatchedSpans, windowBefore, windowsWanted } from './windows.ts'

test('the window of the playhead comes first, the next once it is near, the one before for what was said', () => {
  assert.deepEqual(windowsWanted(0, 600_000), [0])
  assert.deepEqual(windowsWanted(31_000, 600_000), [0, 60_000])
  assert.deepEqual(windowsWanted(61_000, 600_000), [60_000, 0])
  assert.deepEqual(windowsWanted(100_000, 600_000), [60_000, 120_000, 0])
  assert.deepEqual(windowsWanted(100_000, 110_000), [60_000, 0])
})

test('a quiet room is read back window by window, to its beginning or the limit', () => {
  assert.equal(windowBefore(130_000, new Set()), 60_000)
  assert.equal(windowBefore(130_000, new Set([60_000])), 0)
  assert.equal(windowBefore(130_000, new Set([0, 60_000])), null)
  const hour = new Set(Array.from({ length: 60 }, (_, i) => i * 60_000))
  assert.equal(windowBefore(3_600_000, hour), null)
})

function watch(steps: [number, boolean][]): [number, number][] {
  const sent: [number, number][] = []
  const spans = new WatchedSpans((from, to) => sent.push([from, to]))
  for (const [at, playing] of steps) spans.track(at, playing)
  spans.flush()
  return sent
}

test('watching is told every ten seconds, without holes or overlaps', () => {
  const steps = Array.from({ length: 101 }, (_, i): [number, boolean] => [i * 250, true])
  assert.deepEqual(watch(steps), [[0, 10_000], [10_000, 20_000], [20_000, 25_000]])
})

test('a jump, a gap and a pause are not watched', () => {
  assert.deepEqual(watch([[0, true], [1000, true], [60_000, true], [61_000, true]]), [[0, 1000], [60_000, 61_000]])
  assert.deepEqual(watch([[5000, true], [6000, true], [2000, true], [3000, true]]), [[5000, 6000], [2000, 3000]])
  assert.deepEqual(watch([[0, true], [1000, true], [1000, false], [1200, true], [2000, true]]), [[0, 1000], [1200, 2000]])
})

test('a step back of less than a frame or two is no jump', () => {
  assert.deepEqual(watch([[0, true], [1000, true], [980, true], [2000, true]]), [[0, 2000]])
})

test('standing still is nothing', () => {
  assert.deepEqual(watch([[700, true], [700, true]]), [])
})
