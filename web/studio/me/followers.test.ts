import assert from 'node:assert/strict'
import { test } from 'node:test'
import { grown, path } from './followers.ts'

test('the line goes from the bottom to the top, and lies flat when nothing moved', () => {
  assert.equal(path([0, 5, 10]), 'M0.0 38.0 L50.0 20.0 L100.0 2.0')
  assert.equal(path([3, 3]), 'M0.0 38.0 L100.0 38.0')
  assert.equal(path([3]), '')
})

test('growth is told against so many weeks ago', () => {
  assert.equal(grown([1, 2, 4, 9, 9], 4), 8)
  assert.equal(grown([1, 2], 4), null)
})
