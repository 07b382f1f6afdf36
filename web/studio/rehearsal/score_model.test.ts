import assert from 'node:assert/strict'
import { test } from 'node:test'
import { offBy, toneOf } from './score_model.ts'

test('points have three tones, and none where they cannot be told', () => {
  assert.deepEqual([null, 0, 59, 60, 79, 80, 100].map(toneOf), ['none', 'warn', 'warn', 'fair', 'fair', 'ok', 'ok'])
})

test('a time is told against its plan, and marked when it is off by more than a quarter', () => {
  assert.deepEqual(offBy({ planned_ms: 60_000, lasted_ms: 72_400 }), { text: '+0:12', tone: '' })
  assert.deepEqual(offBy({ planned_ms: 60_000, lasted_ms: 76_000 }), { text: '+0:16', tone: 'warn' })
  assert.deepEqual(offBy({ planned_ms: 120_000, lasted_ms: 55_000 }), { text: '−1:05', tone: 'warn' })
  assert.deepEqual(offBy({ planned_ms: 60_000, lasted_ms: 60_300 }), { text: '±0:00', tone: '' })
  assert.deepEqual(offBy({ planned_ms: 60_000, lasted_ms: null }), { text: '', tone: '' })
})
