import assert from 'node:assert/strict'
import test from 'node:test'
import type { TimelineEvent } from './api.ts'
import { byWanted, pollAt, shares, stateOf, withPollEvents, withPollSums, withQuestionEvents, withQuestionSums, type Poll, type Questions } from './asking.ts'

const event = (seq: number, kind: string, data: Record<string, unknown>, by = 'v1'): TimelineEvent => ({ seq, at: seq * 1000, kind, by: { id: by, name: by, role: 'viewer' }, data })
const none: Questions = new Map()

test('a question is asked, wanted, claimed and answered', () => {
  let known = withQuestionEvents(none, [event(1, 'question.asked', { text: '何色？', product: 'lip' }), event(2, 'question.asked', { text: '匂いは？' }, 'v2')], 'v1')
  assert.equal(known.get(1)!.own, true)
  assert.equal(known.get(2)!.own, false)
  known = withQuestionSums(known, { 'question/2': 3, 'poll/1': [1] })
  assert.deepEqual([...known.values()].sort(byWanted).map(({ seq }) => seq), [2, 1])
  known = withQuestionEvents(known, [event(3, 'question.claimed', { seq: 2, until: '2026-11-28T12:00:00Z' }, 'oka')], 'v1')
  assert.equal(stateOf(known.get(2)!, Date.parse('2026-11-28T11:59:59Z')), 'claimed')
  assert.equal(stateOf(known.get(2)!, Date.parse('2026-11-28T12:00:00Z')), 'open')
  known = withQuestionEvents(known, [event(4, 'question.answered', { seq: 2, from: 3000, until: 4000 }, 'oka'), event(5, 'question.answered', { seq: 2, from: 3000, until: 4000, text: 'しません' }, 'oka')], 'v1')
  assert.deepEqual(known.get(2)!.answer, { by: { id: 'oka', name: 'oka' }, at: 5000, from: 3000, until: 4000, text: 'しません' })
  known = withQuestionEvents(known, [event(6, 'question.claimed', { seq: 2, until: '2026-11-28T12:00:00Z' }, 'oka')], 'v1')
  assert.equal(known.get(2)!.state, 'answered', 'an event from before changes nothing')
})

test('what was held goes on under its new number, and what was erased is gone', () => {
  let known = withQuestionEvents(none, [event(1, 'question.held', { text: 'あれ？' })], null)
  assert.equal(known.get(1)!.state, 'held')
  known = withQuestionEvents(known, [event(2, 'question.asked', { text: 'あれ？', held: 1 })], null)
  assert.deepEqual([...known.keys()], [2])
  assert.equal(withQuestionEvents(known, [event(3, 'chat.erased', { seqs: [2] })], null).size, 0)
  assert.equal(withQuestionEvents(known, [event(3, 'chat.posted', { text: 'x' })], null), known)
})

test('a poll counts by the newest sum until it is closed', () => {
  let polls: readonly Poll[] = withPollEvents([], [event(1, 'poll.opened', { poll: 7, question: 'どれ？', options: ['a', 'b'] })])
  polls = withPollSums(polls, { 'poll/7': [1, 2] })
  assert.deepEqual(polls[0]!.counts, [1, 2])
  polls = withPollEvents(polls, [event(5, 'poll.closed', { poll: 7, counts: [2, 2] })])
  assert.deepEqual([polls[0]!.counts, polls[0]!.state, polls[0]!.closed_at], [[2, 2], 'closed', 5000])
  assert.equal(withPollSums(polls, { 'poll/7': [1, 2] }), polls)
  assert.equal(withPollEvents(polls, [event(1, 'poll.opened', { poll: 7, question: 'どれ？', options: ['a', 'b'] })])[0]!.state, 'closed')
})

test('a poll is seen from its moment until a while after its end', () => {
  const polls = withPollEvents([], [event(1, 'poll.opened', { poll: 7, question: '?', options: ['a', 'b'] }), event(5, 'poll.closed', { poll: 7, counts: [0, 0] })])
  assert.equal(pollAt(polls, 999, 2000), null)
  assert.equal(pollAt(polls, 1000, 2000)?.id, 7)
  assert.equal(pollAt(polls, 6999, 2000)?.id, 7)
  assert.equal(pollAt(polls, 7000, 2000), null)
})

test('shares add up to a hundred', () => {
  assert.deepEqual(shares([1, 1, 1]), [34, 33, 33])
  assert.deepEqual(shares([0, 0]), [0, 0])
  for (let round = 0; round < 200; round += 1) {
    const counts = Array.from({ length: 2 + (round % 5) }, (_, i) => (round * 7919 * (i + 1)) % 101)
    if (counts.some((count) => count > 0)) assert.equal(shares(counts).reduce((sum, share) => sum + share, 0), 100)
  }
})
