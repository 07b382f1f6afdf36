import assert from 'node:assert/strict'
import test from 'node:test'
import { fromField, toField } from './local_time.ts'

test('an instant survives the field to the minute', () => {
  const instant = '2026-11-21T11:05:00.000Z'
  assert.equal(fromField(toField(instant)), instant)
})

test('no time and no time at all are empty', () => {
  assert.equal(toField(null), '')
  assert.equal(toField('not a time'), '')
  assert.equal(fromField(''), null)
  assert.equal(fromField('2026-13-40T99:99'), null)
})
