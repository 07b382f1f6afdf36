import assert from 'node:assert/strict'
import test from 'node:test'
import { moved, removed } from './shelf_order.ts'

test('moving keeps every item and clamps the target', () => {
  assert.deepEqual(moved(['a', 'b', 'c'], 0, 2), ['b', 'c', 'a'])
  assert.deepEqual(moved(['a', 'b', 'c'], 2, 0), ['c', 'a', 'b'])
  assert.deepEqual(moved(['a', 'b', 'c'], 1, -1), ['b', 'a', 'c'])
  assert.deepEqual(moved(['a', 'b', 'c'], 0, 9), ['b', 'c', 'a'])
  assert.deepEqual(moved(['a', 'b'], 5, 0), ['a', 'b'])
})

test('removing takes one place', () => assert.deepEqual(removed(['a', 'b', 'a'], 0), ['b', 'a']))
