import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StaffEvent } from './chat_model.ts'
import { kNoRegulars, withoutTold, withRegulars } from './regulars.ts'

const arrived = (seq: number, id: string, data: Record<string, unknown>): StaffEvent =>
  ({ seq, at: 0, kind: 'regular.arrived', by: { id, name: `人 ${id}`, role: 'viewer' }, data }) as unknown as StaffEvent

test('a regular is told while it happens, and marked also when it is read later', () => {
  const event = arrived(4, 'p1', { visit: 5, level: 'fan', told: true })
  const now = withRegulars(kNoRegulars, [event], true)
  assert.deepEqual(now.told, [{ seq: 4, name: '人 p1', visit: 5, level: 'fan' }])
  assert.equal(now.marks.get('p1'), 'fan')
  const later = withRegulars(kNoRegulars, [event], false)
  assert.deepEqual([later.told.length, later.marks.get('p1')], [0, 'fan'])
})

test('who is not told is marked alone, and who only came often is told without a mark', () => {
  const regulars = withRegulars(kNoRegulars, [arrived(1, 'p1', { visit: 9, level: 'loyal', told: false }), arrived(2, 'p2', { visit: 6, level: null, told: true })], true)
  assert.deepEqual(regulars.told.map(({ seq }) => seq), [2])
  assert.deepEqual([...regulars.marks], [['p1', 'loyal']])
})

test('the newest two stand there, each once, until they are taken off', () => {
  const events = [1, 2, 3].map((seq) => arrived(seq, `p${seq}`, { visit: 2, level: 'fan', told: true }))
  const regulars = withRegulars(withRegulars(kNoRegulars, events, true), events, true)
  assert.deepEqual(regulars.told.map(({ seq }) => seq), [2, 3])
  assert.deepEqual(withoutTold(regulars, 2).told.map(({ seq }) => seq), [3])
})

test('other events leave everything as it is', () => {
  assert.equal(withRegulars(kNoRegulars, [{ seq: 1, at: 0, kind: 'chat.posted', data: {} } as unknown as StaffEvent], true), kNoRegulars)
})
