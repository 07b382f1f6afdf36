import assert from 'node:assert/strict'
import test from 'node:test'
import { kEmptyChat, kMostLines, linesPerMinute, stepSelection, withEvents } from './chat_model.ts'
import type { TimelineEvent } from '../../shared/api.ts'

const said = (seq: number, text: string): TimelineEvent => ({
  seq, at: seq * 1000, kind: 'chat.posted', by: { id: 'p1', name: 'ゆず茶', role: 'viewer' }, data: { text },
})
const judged = (seq: number, kind: 'chat.hidden' | 'chat.shown', line: number): TimelineEvent => ({
  seq, at: seq * 1000, kind, by: { id: 'oka', name: '岡', role: 'director' }, data: { seq: line },
})

test('lines of somebody who was erased are gone', () => {
  const chat = withEvents(withEvents(kEmptyChat, [said(1, 'a'), said(2, 'b')]), [{ ...said(3, ''), kind: 'chat.erased', data: { seqs: [1] } }])
  assert.deepEqual(chat.lines.map((line) => line.seq), [2])
})

test('a hidden line stays, with who hid it, and can be shown again', () => {
  let chat = withEvents(kEmptyChat, [said(1, 'a'), said(2, 'b'), judged(3, 'chat.hidden', 1)])
  assert.deepEqual(chat.lines.map((line) => [line.seq, line.hidden, line.moderator]), [[1, true, '岡'], [2, false, undefined]])
  chat = withEvents(chat, [judged(4, 'chat.shown', 1)])
  assert.equal(chat.lines[0]!.hidden, false)
  assert.equal(chat.lines[0]!.text, 'a')
})

test('the order and repetition of arrival make no difference', () => {
  const events = [said(1, 'a'), said(2, 'b'), judged(3, 'chat.hidden', 2), judged(4, 'chat.shown', 2), judged(5, 'chat.hidden', 1)]
  const inOrder = withEvents(kEmptyChat, events)
  const backwards = [...events].reverse().reduce((chat, event) => withEvents(chat, [event]), kEmptyChat)
  const twice = withEvents(withEvents(inOrder, events), events)
  assert.deepEqual(backwards.lines, inOrder.lines)
  assert.deepEqual(twice.lines, inOrder.lines)
})

test('the text that a live frame brought outlives a page without it', () => {
  const chat = withEvents(kEmptyChat, [said(1, 'rude')])
  const bare = { ...said(1, ''), data: {}, hidden: true }
  assert.deepEqual(withEvents(chat, [bare]).lines[0], { seq: 1, at: 1000, name: 'ゆず茶', role: 'viewer', person: 'p1', text: 'rude', hidden: true })
})

test('events that are not chat leave the very same object', () => {
  const chat = withEvents(kEmptyChat, [said(1, 'a')])
  assert.equal(withEvents(chat, [{ seq: 2, at: 0, kind: 'product.pinned', data: { product: 'x' } }]), chat)
})

test('only the newest lines are kept', () => {
  const many = Array.from({ length: kMostLines + 5 }, (_, place) => said(place + 1, 'x'))
  const { lines } = withEvents(kEmptyChat, many)
  assert.equal(lines.length, kMostLines)
  assert.equal(lines[0]!.seq, 6)
})

test('the selection starts at the newest line, stops at the oldest, and leaves below the newest', () => {
  const { lines } = withEvents(kEmptyChat, [said(1, 'a'), said(2, 'b'), said(3, 'c')])
  assert.equal(stepSelection(lines, null, 'up'), 3)
  assert.equal(stepSelection(lines, 3, 'up'), 2)
  assert.equal(stepSelection(lines, 1, 'up'), 1)
  assert.equal(stepSelection(lines, 2, 'down'), 3)
  assert.equal(stepSelection(lines, 3, 'down'), null)
  assert.equal(stepSelection(lines, null, 'down'), null)
  assert.equal(stepSelection([], 3, 'up'), null)
})

test('lines per minute counts the minute before the clock', () => {
  const { lines } = withEvents(kEmptyChat, [said(10, 'a'), said(50, 'b'), said(70, 'c'), said(99, 'later')])
  assert.equal(linesPerMinute(lines, 72_000), 2)
})
