import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TimelineEvent } from '../shared/api.ts'
import { QuotedLines } from './quoted_lines.ts'

const line = (seq: number, text: string): TimelineEvent => ({ seq, at: seq * 10, kind: 'chat.posted', by: { id: 'p1', name: 'ゆず', role: 'viewer' }, data: { text } })
const pin = (seq: number, at: number, of: number | null): TimelineEvent => ({ seq, at, kind: of === null ? 'chat.unpinned' : 'chat.pinned', data: of === null ? {} : { seq: of } })

function made(...lines: TimelineEvent[]) {
  const hidden = new Set<number>()
  const quotes = new QuotedLines('show', (seq) => lines.find((one) => one.seq === seq) ?? null, hidden, () => {})
  return { quotes, hidden, text: () => quotes.pinned.value?.text ?? null }
}

test('the pinned line is the one in force where the playhead stands, whatever order it is heard in', () => {
  const { quotes, text } = made(line(1, '一'), line(2, '二'))
  quotes.happen(pin(9, 3000, null))
  quotes.happen(pin(8, 2000, 2))
  quotes.happen(pin(7, 1000, 1))
  quotes.happen(pin(7, 1000, 1))
  for (const [now, wanted] of [[500, null], [1000, '一'], [2500, '二'], [3000, null], [1500, '一']] as const) {
    quotes.follow(now)
    assert.equal(text(), wanted, String(now))
  }
})

test('a line that was hidden is neither pinned nor quoted, and comes back', () => {
  const { quotes, hidden, text } = made(line(1, '一'))
  quotes.stands(0, line(1, '一'))
  quotes.follow(100)
  assert.equal(text(), '一')
  hidden.add(1)
  quotes.again()
  assert.equal(text(), null)
  assert.equal(quotes.quoted(1), null)
  hidden.delete(1)
  quotes.again()
  assert.equal(text(), '一')
})
