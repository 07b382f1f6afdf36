import assert from 'node:assert/strict'
import test from 'node:test'
import { rateText } from './rate_text.ts'

test('a rate has as many digits as say something', () => {
  assert.deepEqual([0, 0.42, 36.3636, 1250.4, null, undefined].map(rateText), ['0', '0.4', '36.4', '1,250', null, null])
})
