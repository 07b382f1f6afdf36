import assert from 'node:assert/strict'
import test from 'node:test'
import { counted, curve, kMostSteps } from './curve.ts'

test('events fall into their minute', () => {
  assert.deepEqual(counted([], [0, 59_999, 60_000, 185_000]), [2, 1, 0, 1])
  assert.deepEqual(counted([1], []), [1])
})

test('a short show has a step a minute, the last one begun', () => {
  assert.deepEqual(curve([1, 2, 3], [0, 1], 150_000), { stepMs: 60_000, chat: [1, 2, 3], orders: [0, 1, 0] })
})

test('a long show keeps every event in few steps', () => {
  const chat = Array.from({ length: 720 }, () => 1)
  const made = curve(chat, [], 720 * 60_000)
  assert.ok(made.chat.length <= kMostSteps)
  assert.equal(made.chat.reduce((sum, count) => sum + count, 0), 720)
})
