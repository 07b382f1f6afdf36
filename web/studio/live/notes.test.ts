import assert from 'node:assert/strict'
import test from 'node:test'
import type { StaffEvent } from './chat_model.ts'
import { kMostNotes, unseenBy, withNoteEvents } from './notes.ts'

const event = (seq: number, kind: string, by: string, data: Record<string, unknown>): StaffEvent => ({ seq, at: seq, kind, by: { id: by, name: by.toUpperCase(), role: 'presenter' }, data, accepted_at: `2026-11-28T12:00:0${seq % 10}Z` })

test('a note is seen once by each presenter, and says when', () => {
  const said = [event(1, 'presenter.noted', 'oka', { text: 'あと 3 分' }), event(2, 'presenter.acknowledged', 'mio', { seq: 1 })]
  let notes = withNoteEvents([], [...said, ...said])
  assert.equal(notes.length, 1)
  assert.deepEqual(notes[0]!.seen, [{ id: 'mio', name: 'MIO', at: '2026-11-28T12:00:02Z' }])
  assert.equal(unseenBy(notes, 'mio'), null)
  assert.equal(unseenBy(notes, 'ren')?.seq, 1)
  assert.equal(unseenBy(notes, 'oka'), null, 'one knows what one wrote')
  notes = withNoteEvents(notes, Array.from({ length: kMostNotes + 5 }, (_, i) => event(10 + i, 'presenter.noted', 'oka', { text: String(i) })))
  assert.equal(notes.length, kMostNotes)
  assert.equal(unseenBy(notes, 'mio')?.text, String(kMostNotes + 4))
})

test('an acknowledgement of a note that is not known is no note', () => {
  const none: never[] = []
  assert.deepEqual(withNoteEvents(none, [event(2, 'presenter.acknowledged', 'mio', { seq: 1 })]), [])
})
