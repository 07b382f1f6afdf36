import assert from 'node:assert/strict'
import test from 'node:test'
import { daysOverdue } from './overdue.ts'

const due_at = '2026-11-21T00:00:00.000Z'
const day = 86_400_000
const at = (days: number) => Date.parse(due_at) + days * day

test('an order is overdue from its due date on, while it is not paid', () => {
  assert.equal(daysOverdue({ state: 'placed', due_at }, at(-0.1)), null)
  assert.equal(daysOverdue({ state: 'placed', due_at }, at(0.1)), 0)
  assert.equal(daysOverdue({ state: 'placed', due_at }, at(3.5)), 3)
  assert.equal(daysOverdue({ state: 'paid', due_at }, at(3)), null)
  assert.equal(daysOverdue({ state: 'cancelled', due_at }, at(3)), null)
  assert.equal(daysOverdue({ state: 'placed', due_at: null }, at(3)), null)
})
