import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressOf, asked, filterOf, openedIn } from './filters.ts'

test('the address keeps what was asked, and nothing else', () => {
  const wanted = { q: '山田 & 花', show: '', state: 'paid', from: '2026-11-01', until: '' }
  assert.deepEqual(asked(addressOf(wanted)), wanted)
  assert.equal(addressOf({ q: '', show: '', state: '', from: '', until: '' }), '/studio/orders')
})

test('an open order stands in the address beside what was asked', () => {
  const wanted = { q: '口紅', show: '', state: '', from: '', until: '' }
  const address = addressOf(wanted, 'N-000123')
  assert.equal(openedIn(address), 'N-000123')
  assert.deepEqual(asked(address), wanted)
  assert.equal(openedIn(addressOf(wanted)), '')
})

test('days are whole and local: until the end of the last one', () => {
  const filter = filterOf({ q: ' x ', show: '', state: '', from: '2026-11-01', until: '2026-11-01' })
  assert.equal(filter.q, 'x')
  assert.equal(Date.parse(filter.until!) - Date.parse(filter.from!), 86_400_000)
  assert.equal(new Date(filter.from!).getDate(), 1)
  assert.equal(filterOf({ q: '', show: '', state: '', from: 'soon', until: '' }).from, null)
})

test('what is overdue is asked for by time, among ours that are not paid', () => {
  const filter = filterOf({ q: '', show: '', state: 'overdue', from: '', until: '' }, Date.parse('2026-11-21T11:00:42.5Z'))
  assert.deepEqual([filter.state, filter.due_before], [null, '2026-11-21T11:00:00.000Z'])
  assert.equal(filterOf({ q: '', show: '', state: 'placed', from: '', until: '' }).due_before, null)
})
