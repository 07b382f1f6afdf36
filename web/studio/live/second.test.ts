import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SecondState } from '../../shared/show_parts.ts'
import { secondNote } from './second.ts'

const at = (state: SecondState, size = { width: 1280, height: 720 }) => ({
  connected: true,
  ...size,
  second_rendition: { state, width: 854, height: 480, bitrate_bps: 912_000, behind_ms: 120 },
})

test('nothing is said of a second rendition that is off', () => {
  assert.equal(secondNote(at('running'), false), null)
})

test('what it is doing is said with its figures', () => {
  assert.deepEqual(secondNote(at('running'), true), { why: 'running', tone: 'ok', values: { width: 854, height: 480, mbps: '0.9' } })
  assert.equal(secondNote(at('waiting'), true)?.why, 'waiting')
  assert.equal(secondNote(null, true)?.why, 'waiting')
})

test('a source that is small already is told at once, also before the show', () => {
  assert.deepEqual(secondNote(at('waiting', { width: 480, height: 854 }), true), { why: 'small', tone: 'ok', values: { width: 480, height: 854 } })
  assert.equal(secondNote({ ...at('waiting', { width: 0, height: 0 }), connected: false }, true)?.why, 'waiting')
})

test('one that was given up, or has no place, is a warning', () => {
  assert.equal(secondNote(at('dropped'), true)?.tone, 'warn')
  assert.equal(secondNote(at('full'), true)?.tone, 'warn')
})
