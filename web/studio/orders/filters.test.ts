import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressOf, asked, filterOf } from './filters.ts'

test('the address keeps what was asked, and nothing else', () => {
  const wanted = { q: '山田 & 花', show: '', state: 'paid', from: '2026-11-01', until: '' }
  assert.deepEqual(asked(addressOf(wanted)), wanted)
  assert.equal(addressOf({ q: '', show: '', state: '', from: '', until: '' }), '/studio/orders')
})

test('days are whole and local: until the end of the last one', () => {
  const filter = filterOf({ q: ' x ', show: '', state: '', from: '2026-11-01', until: '2026-11-01' })
  assert.equal(filter.q, 'x')
  assert.equal(Date.parse(filter.until!) - Date.parse(filter.from!), 86_400_000)
  assert.equal(new Date(filter.from!).getDate(), 1)
  assert.equal(filterOf({ q: '', show: '', state: '', from: 'soon', until: '' }).from, null)
})
