import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressOf, asked, narrowed } from './filters.ts'

test('an address says what is asked for, and back', () => {
  const filter = { level: 'fan', follows: 'minori', name: 'さくら', sort: 'shows' } as const
  assert.deepEqual(asked(addressOf(filter)), filter)
  assert.equal(addressOf(asked('/studio/fans')), '/studio/fans')
})

test('what is none of the levels or orders is as if it were not said', () => {
  assert.deepEqual(asked('/studio/fans?level=king&sort=luck'), { level: '', follows: '', name: '', sort: 'last' })
})

test('an order alone narrows nothing', () => {
  assert.equal(narrowed(asked('/studio/fans?sort=name')), false)
  assert.equal(narrowed(asked('/studio/fans?name=a')), true)
})
