import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Schedule, type Placed } from './schedule.ts'

const e = (seq: number, at: number): Placed => ({ seq, at })
const seqs = (events: Placed[]) => events.map((event) => event.seq)

test('an event waits for its own moment', () => {
  const schedule = new Schedule()
  schedule.add([e(1, 5000)], 1000)
  assert.deepEqual(seqs(schedule.advance(4999)), [])
  assert.deepEqual(seqs(schedule.advance(5000)), [1])
  assert.deepEqual(seqs(schedule.advance(6000)), [])
})

test('events appear by moment, then by order of acceptance', () => {
  const schedule = new Schedule()
  schedule.add([e(1, 300), e(2, 100), e(3, 300), e(4, 200)], 0)
  assert.deepEqual(seqs(schedule.advance(1000)), [2, 4, 1, 3])
})

test('one that is at most 30 s behind appears on arrival, after what is already there', () => {
  const schedule = new Schedule()
  schedule.add([e(1, 39_000)], 0)
  schedule.advance(40_000)
  schedule.add([e(2, 10_000)], 40_000)
  assert.deepEqual(seqs(schedule.advance(40_000)), [2])
  assert.deepEqual(seqs(schedule.last(9)), [1, 2])
})

test('one that is further behind interrupts nobody and stands at its moment', () => {
  const schedule = new Schedule()
  schedule.add([e(1, 39_000)], 0)
  schedule.advance(40_001)
  schedule.add([e(2, 10_000)], 40_001)
  assert.deepEqual(seqs(schedule.advance(50_000)), [])
  assert.deepEqual(seqs(schedule.last(9)), [2, 1])
  schedule.seek(9_000)
  assert.deepEqual(seqs(schedule.advance(10_000)), [2])
})

test('events within a gap of the picture appear in order at its far edge', () => {
  const schedule = new Schedule()
  schedule.add([e(3, 61_000), e(1, 52_000), e(2, 55_000)], 40_000)
  assert.deepEqual(seqs(schedule.advance(50_000)), [])
  assert.deepEqual(seqs(schedule.advance(60_000)), [1, 2])
  assert.deepEqual(seqs(schedule.advance(61_000)), [3])
})

test('a jump hands out nothing of what it jumped over', () => {
  const schedule = new Schedule()
  schedule.add([e(1, 1000), e(2, 2000), e(3, 9000)], 0)
  schedule.seek(5000)
  assert.deepEqual(seqs(schedule.advance(9000)), [3])
  assert.deepEqual(seqs(schedule.last(2)), [2, 3])
  schedule.seek(1500)
  assert.deepEqual(seqs(schedule.last(9)), [1])
  assert.deepEqual(seqs(schedule.advance(2500)), [2])
})

test('what is known is not added twice', () => {
  const schedule = new Schedule()
  schedule.add([e(1, 100)], 0)
  schedule.advance(200)
  schedule.add([e(1, 100)], 200)
  assert.deepEqual(seqs(schedule.advance(300)), [])
  assert.equal(schedule.has(1), true)
})

test('while nothing plays yet, everything stands at its moment', () => {
  const schedule = new Schedule()
  schedule.add([e(1, 100), e(2, 90_000)], null)
  assert.deepEqual(seqs(schedule.advance(90_000)), [1, 2])
})

test('a playhead that falls back a little repeats nothing', () => {
  const schedule = new Schedule()
  schedule.add([e(1, 1000), e(2, 3000)], 0)
  assert.deepEqual(seqs(schedule.advance(1500)), [1])
  assert.deepEqual(seqs(schedule.advance(900)), [])
  schedule.add([e(3, 1200)], 900)
  assert.deepEqual(seqs(schedule.advance(3000)), [3, 2])
})

test('only so many are kept, the oldest go first, and none that is still ahead', () => {
  const schedule = new Schedule(3)
  schedule.add([e(1, 1), e(2, 2), e(3, 3)], 0)
  schedule.advance(10)
  schedule.add([e(4, 40), e(5, 50), e(6, 60), e(7, 70)], 10)
  assert.equal(schedule.has(1), false)
  assert.deepEqual(seqs(schedule.advance(100)), [4, 5, 6, 7])
})

test('what was said before one came is history at once, not news', () => {
  const schedule = new Schedule()
  schedule.add([e(9, 50_500)], 50_000)
  schedule.addPassed([e(1, 40_000), e(2, 49_000)])
  assert.deepEqual(seqs(schedule.last(9)), [1, 2])
  assert.deepEqual(seqs(schedule.advance(51_000)), [9])
  assert.deepEqual(seqs(schedule.last(9)), [1, 2, 9])
})

test('random arrivals: each event is handed out exactly once, never before its moment', () => {
  let state = 7
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647
  for (let round = 0; round < 200; round += 1) {
    const schedule = new Schedule()
    const given = new Map<number, number>()
    let playhead = 0
    let seq = 0
    const made: Placed[] = []
    for (let step = 0; step < 40; step += 1) {
      playhead += Math.floor(random() * 4000)
      const arriving = Array.from({ length: Math.floor(random() * 4) }, () => {
        seq += 1
        return e(seq, Math.max(0, playhead + Math.floor((random() - 0.8) * 50_000)))
      })
      made.push(...arriving.map((event) => ({ ...event, late: playhead - event.at > 30_000 })))
      schedule.add(arriving, playhead)
      for (const event of schedule.advance(playhead)) {
        assert.equal(given.has(event.seq), false)
        assert.ok(event.at <= playhead)
        given.set(event.seq, playhead)
      }
    }
    for (const event of schedule.advance(Infinity)) given.set(event.seq, Infinity)
    for (const event of made) assert.equal(given.has(event.seq), !(event as { late?: boolean }).late)
  }
})
