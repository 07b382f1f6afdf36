import assert from 'node:assert/strict'
import test from 'node:test'
import { dayOf, daysBetween, endOfDay, weeksSince } from './days.ts'

test('until a day is until its end, and reads back as that day', () => {
  for (const day of ['2026-11-30', '2028-02-29', '2026-01-01']) assert.equal(dayOf(endOfDay(day)), day)
  for (const bad of ['', '2026-11', '2026-02-30', '30.11.2026']) assert.equal(endOfDay(bad), null, bad)
  assert.equal(dayOf(null), '')
  assert.equal(dayOf('never'), '')
})

test('days left count the one that has begun', () => {
  assert.equal(daysBetween(0, 1), 1)
  assert.equal(daysBetween(0, 86_400_000 * 3), 3)
  assert.equal(daysBetween(5, 0), 0)
})

test('the first week is one', () => {
  const begun = '2026-11-01T00:00:00Z'
  assert.equal(weeksSince(begun, Date.parse('2026-11-03T00:00:00Z')), 1)
  assert.equal(weeksSince(begun, Date.parse('2026-11-08T00:00:00Z')), 2)
})
