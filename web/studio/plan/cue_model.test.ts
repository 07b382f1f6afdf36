import assert from 'node:assert/strict'
import { test } from 'node:test'
import { behind, cueBefore, lastedMs, lateMs, lengthTyped, nextCue, opensWith, reordered, toneOf } from './cue_model.ts'
import type { Poll } from '../../shared/asking.ts'
import type { StaffOffer } from '../../shared/offers.ts'
import type { CueSheet, CueStart, SheetCue } from './plan_api.ts'

const cue = (id: string, planned_ms: number, length_s: number): SheetCue => ({
  id, planned_ms, length_s, version: 1, title: id, intent: 'none', points: '', product: '', offer: '', poll: '', changed_at: '', changed_by: '', started_ms: null,
})
const sheet = (starts: [string, number][], live = true): CueSheet => ({
  items: [cue('a', 0, 60), cue('b', 60_000, 120), cue('c', 180_000, 60)],
  length_s: 240,
  starts: starts.map(([id, at], place): CueStart => ({ cue: id, title: id, at, seq: place + 1, lasted_ms: 5000 })),
  current: live ? (starts.at(-1)?.[0] ?? null) : null,
})

test('a length is typed as minutes, or with seconds and hours', () => {
  const rows: [string, number | null][] = [
    ['5', 300], ['5:30', 330], ['０：４５', 45], ['1:05:00', 3900], [' 2:5 ', 125], ['120', 7200],
    ['0', null], ['0:00', null], ['121', null], ['5:60', null], ['-1', null], ['', null], ['a', null], ['1:2:3:4', null], ['5m', null],
  ]
  for (const [text, seconds] of rows) assert.equal(lengthTyped(text), seconds, text)
})

test('a cue is put behind the one that then stands before it', () => {
  const ids = ['a', 'b', 'c']
  assert.equal(behind(ids, 'c', 0), '')
  assert.equal(behind(ids, 'a', 1), 'b')
  assert.equal(behind(ids, 'a', 9), 'c')
  assert.equal(behind(ids, 'b', 1), null)
  assert.equal(behind(ids, 'x', 0), null)
})

test('planned starts follow the order', () => {
  assert.deepEqual(reordered(sheet([]), 'c', '').items.map(({ id, planned_ms }) => [id, planned_ms]), [['c', 0], ['a', 60_000], ['b', 120_000]])
  assert.deepEqual(reordered(sheet([]), 'a', 'b').items.map(({ id }) => id), ['b', 'a', 'c'])
  assert.deepEqual(reordered(sheet([]), 'x', 'b'), sheet([]))
})

test('the next cue follows the one on air', () => {
  assert.equal(nextCue(sheet([]))!.id, 'a')
  assert.equal(nextCue(sheet([['a', 0]]))!.id, 'b')
  assert.equal(nextCue(sheet([['c', 0]])), null)
  assert.equal(cueBefore(sheet([['a', 0], ['b', 5]]))!.id, 'a')
  assert.equal(cueBefore(sheet([['gone', 0], ['b', 5]])), null)
  assert.equal(cueBefore(sheet([['a', 0]])), null)
})

test('a cue lasted as long as all its starts together', () => {
  const twice = sheet([['a', 1000], ['b', 4000], ['a', 9000]])
  assert.equal(lastedMs(twice, 'a', 10_000), 4000)
  assert.equal(lastedMs(twice, 'b', 10_000), 5000)
  assert.equal(lastedMs(twice, 'c', 10_000), null)
  assert.equal(lastedMs(sheet([['a', 1000]], false), 'a', 99_000), 5000, 'after the show')
})

test('a show is as late as its cue began, and later once it runs over', () => {
  assert.equal(lateMs(sheet([]), 5000), null)
  assert.equal(lateMs(sheet([['a', 0], ['b', 95_000]]), 100_000), 35_000)
  assert.equal(lateMs(sheet([['a', 0], ['b', 95_000]]), 215_000), 35_000)
  assert.equal(lateMs(sheet([['a', 0], ['b', 95_000]]), 225_000), 45_000)
  assert.equal(lateMs(sheet([['a', 0], ['b', 40_000]]), 50_000), -20_000)
  assert.deepEqual([29_999, 30_000, 0, -999, -1000].map(toneOf), ['even', 'late', 'even', 'even', 'early'])
})

test('a cue opens the offer and the poll that it names, where they can be opened now', () => {
  const cue = { title: 'x', intent: 'price', length_s: 60, points: '', product: '', offer: ' 20% OFF ', poll: 'どちらが好き？' } as const
  const offer = { id: 'o1', title: '20% OFF', left: 5, windows: [{ at: 0, until: 1000 }] } as unknown as StaffOffer
  const poll = { id: 7, question: 'どちらが好き？', state: 'prepared' } as unknown as Poll
  assert.deepEqual(opensWith(cue, [offer], [poll], 5000), { offer, poll })
  assert.deepEqual(opensWith({ ...cue, offer: 'o1', poll: '7' }, [offer], [poll], 5000), { offer, poll }, 'by id')
  assert.deepEqual(opensWith(cue, [offer], [poll], 500), { poll }, 'it is open already')
  assert.deepEqual(opensWith(cue, [{ ...offer, left: 0 }], [{ ...poll, state: 'closed' }], 5000), {}, 'sold out, and over')
  assert.deepEqual(opensWith(cue, [offer], [poll, { ...poll, id: 8, state: 'open' }], 5000), { offer }, 'one poll at a time')
  assert.deepEqual(opensWith({ ...cue, offer: '', poll: '' }, [{ ...offer, title: '' }], [{ ...poll, question: '' }], 5000), {})
})
