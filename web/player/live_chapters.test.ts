import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Chapter } from '../shared/api_archive.ts'
import { chaptersSoFar, missed } from './live_chapters.ts'

const told = (at: number, product: string): Chapter => ({ id: `pin-${at}`, at, until: null, title: product.toUpperCase(), product, made_by: 'pin', edited: false })
const titles = (product: string): string | undefined => (product === 'gone' ? undefined : product.toUpperCase())
const lines = (...given: Parameters<typeof chaptersSoFar>) => chaptersSoFar(...given).map(({ at, title }) => `${at} ${title}`)

test('pins that came since stand behind what the server told', () => {
  const pins = [{ seq: 3, at: 10_000, product: 'lip' }, { seq: 9, at: 60_000, product: 'oil' }, { seq: 12, at: 90_000, product: 'gone' }]
  assert.deepEqual(lines([told(10_000, 'lip')], 5, pins, titles, 200_000), ['10000 LIP', '60000 OIL'])
})

test('what staff took out does not come back', () => {
  assert.deepEqual(lines([], 5, [{ seq: 3, at: 10_000, product: 'lip' }], titles, 200_000), [])
})

test('nothing ahead of the playhead is told', () => {
  assert.deepEqual(lines([told(10_000, 'lip'), told(50_000, 'oil')], 9, [], titles, 30_000), ['10000 LIP'])
})

test('pinning again what is pinned begins no chapter', () => {
  const pins = [{ seq: 8, at: 40_000, product: 'brush' }, { seq: 9, at: 70_000, product: 'brush' }]
  assert.deepEqual(lines([], 5, pins, titles, 200_000), ['40000 BRUSH'])
})

test('only who comes late has missed something', () => {
  const chapters = [{ at: 1_000 }, { at: 65_000 }, { at: 110_000 }]
  assert.equal(missed(chapters, 30_000), 0)
  assert.equal(missed(chapters, 61_000), 1)
  assert.equal(missed(chapters, 120_000), 2)
})
