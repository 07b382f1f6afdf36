import assert from 'node:assert/strict'
import test from 'node:test'
import type { TimelineEvent } from '../shared/api.ts'
import { isShown, lineOf, type Told } from './lines.ts'

const event = (seq: number, kind: string, data: Record<string, unknown>, by = 'v1'): TimelineEvent => ({ seq, at: seq, kind, by: { id: by, name: by, role: 'viewer' }, data })
const told: Told = { you: 'me', endedAt: Infinity, hidden: new Set(), held: new Set(), settled: new Set(), quoted: (seq) => ({ seq, name: 'v1', role: 'viewer', text: '何色？' }) }

test('questions and answers in words stand among the lines, an answer with what it answers', () => {
  const asked = event(1, 'question.asked', { text: '何色？' })
  assert.equal(lineOf(asked, told).question, true)
  const answered = event(2, 'question.answered', { seq: 1, text: '5 色です' }, 'oka')
  assert.equal(lineOf(answered, told).to?.text, '何色？')
  assert.equal(isShown(answered, told), true)
  assert.equal(isShown(event(3, 'question.answered', { seq: 1, from: 100 }), told), false, 'what was said aloud is no line')
  assert.equal(isShown(event(4, 'question.claimed', { seq: 1 }), told), false)
})

test('a hidden question goes with its answer, and stays marked for its writer', () => {
  const without: Told = { ...told, hidden: new Set([1]) }
  assert.equal(isShown(event(2, 'question.answered', { seq: 1, text: '5 色です' }, 'oka'), without), false)
  assert.equal(isShown(event(1, 'question.asked', { text: '何色？' }), without), false)
  const own = event(1, 'question.asked', { text: '何色？' }, 'me')
  assert.equal(isShown(own, without), true)
  assert.equal(lineOf(own, without).hidden, true)
})

test('what waits for staff is shown until they have decided', () => {
  const held = event(5, 'chat.held', { text: '様子見' }, 'me')
  assert.equal(isShown(held, told), true)
  assert.equal(lineOf(held, told).held, true)
  assert.equal(isShown(held, { ...told, settled: new Set([5]) }), false)
})
