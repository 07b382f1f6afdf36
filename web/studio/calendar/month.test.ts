import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MonthShow } from './calendar_api.ts'
import { byDay, postsByDay, dayOf, daysOf, monthIn, moved, nameOf } from './month.ts'

test('an address names a month, and what is none is this one', () => {
  const now = new Date(2026, 10, 28)
  assert.deepEqual(monthIn('/studio/calendar?month=2027-02', now), { year: 2027, month: 1 })
  for (const wrong of ['', '?month=2026-13', '?month=soon']) assert.deepEqual(monthIn(`/studio/calendar${wrong}`, now), { year: 2026, month: 10 })
  assert.equal(nameOf(moved({ year: 2026, month: 11 }, 1)), '2027-01')
  assert.equal(nameOf(moved({ year: 2026, month: 0 }, -1)), '2025-12')
})

test('whole weeks cover the month, from Sunday or Monday', () => {
  const sunday = daysOf({ year: 2026, month: 10 }, 0)
  assert.deepEqual([dayOf(sunday[0]!), dayOf(sunday.at(-1)!), sunday.length], ['2026-11-01', '2026-12-05', 35])
  const monday = daysOf({ year: 2026, month: 10 }, 1)
  assert.deepEqual([dayOf(monday[0]!), dayOf(monday.at(-1)!), monday.length], ['2026-10-26', '2026-12-06', 42])
  // February of 28 days that begins on a Sunday needs no other.
  assert.equal(daysOf({ year: 2026, month: 1 }, 0).length, 28)
})

test('shows stand at their local day in order of time', () => {
  const show = (id: string, at: Date | null): MonthShow => ({ show: id, title: id, state: 'scheduled', at: at?.toISOString() ?? null, length_ms: null, planned_ms: null, cast: [] })
  const days = byDay([show('late', new Date(2026, 10, 5, 23, 59)), show('early', new Date(2026, 10, 5, 0, 0)), show('none', null)])
  assert.deepEqual([...days].map(([day, shows]) => [day, shows.map((each) => each.show)]), [['2026-11-05', ['early', 'late']]])
})

test('posts stand where they went out, are due, or were written', () => {
  const at = (day: number, hour = 12): string => new Date(2026, 10, day, hour).toISOString()
  const post = (id: string, due: string | null, out: string | null) => ({ id, at: due, made_at: at(1), channels: [{ published_at: out }] as never })
  const days = postsByDay([post('due', at(5, 20), null), post('out', at(4), at(5, 8)), post('draft', null, null)])
  assert.deepEqual([...days].map(([day, posts]) => [day, posts.map(({ id }) => id)]), [['2026-11-01', ['draft']], ['2026-11-05', ['out', 'due']]])
})
