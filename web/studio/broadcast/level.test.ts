import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kSteps, steps } from './level.ts'

test('fills its steps from a whisper to what clips', () => {
  assert.equal(steps(0), 0)
  assert.equal(steps(0.0005), 0)
  assert.ok(steps(0.05) >= 4 && steps(0.05) <= 7, 'a voice stands in the middle')
  assert.equal(steps(0.9), kSteps)
})
