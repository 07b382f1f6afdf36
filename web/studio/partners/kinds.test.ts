import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chosenOf, kindsOf } from './kinds.ts'

test('groups are chosen and read again', () => {
  const kinds = kindsOf({ all: false, groups: ['talk', 'orders'], others: [] })
  assert.deepEqual(kinds, ['order.*', 'chat.*', 'question.*', 'poll.*'])
  assert.deepEqual(chosenOf(kinds), { all: false, groups: ['orders', 'talk'], others: [] })
})

test('everything is one kind', () => {
  assert.deepEqual(kindsOf({ all: true, groups: ['orders'], others: ['show.started'] }), ['*'])
  assert.deepEqual(chosenOf(['*']), { all: true, groups: [], others: [] })
})

test('kinds of no group stay', () => {
  const chosen = chosenOf(['order.*', 'show.started', 'product.*'])
  assert.deepEqual(chosen, { all: false, groups: ['orders'], others: ['show.started', 'product.*'] })
  assert.deepEqual(kindsOf(chosen), ['order.*', 'show.started', 'product.*'])
})
