import assert from 'node:assert/strict'
import test from 'node:test'
import { periodNamed, stretchOf, turned } from './period.ts'

const now = new Date(2026, 0, 15, 21, 30)
const days = (period: Parameters<typeof stretchOf>[0], first?: string, last?: string): string[] => {
  const { from, until } = stretchOf(period, now, first, last)
  return [from, until].map((date) => (date ? `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}` : ''))
}

test('months go over the turn of the year', () => {
  assert.deepEqual(days('this-month'), ['2026-1-1', '2026-2-1'])
  assert.deepEqual(days('last-month'), ['2025-12-1', '2026-1-1'])
  assert.deepEqual(days('year'), ['2026-1-1', '2027-1-1'])
})

test('ninety days end with today', () => {
  assert.deepEqual(days('quarter'), ['2025-10-18', '2026-1-16'])
})

test('a period of one\'s own holds its last day, and may be open', () => {
  assert.deepEqual(days('own', '2025-11-01', '2025-11-30'), ['2025-11-1', '2025-12-1'])
  assert.deepEqual(days('own', '', '2025-11-30'), ['', '2025-12-1'])
  assert.deepEqual(days('own', 'yesterday', ''), ['', ''])
  assert.equal(turned(stretchOf('own', now, '2025-11-02', '2025-11-01')), true)
  assert.equal(turned(stretchOf('own', now, '2025-11-01', '2025-11-01')), false)
})

test('an unknown name is ninety days', () => {
  assert.equal(periodNamed('year'), 'year')
  assert.equal(periodNamed('decade'), 'quarter')
})
