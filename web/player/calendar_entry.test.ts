import assert from 'node:assert/strict'
import { test } from 'node:test'
import { googleEntry } from './calendar_entry.ts'

test('carries the show, its hour in UTC and its page', () => {
  const show = { id: 'a b', title: '秋の新色 & 口紅', description: '' }
  const asked = new URL(googleEntry(show, '2026-11-30T18:30:00+09:00', 'https://shop.example')).searchParams
  assert.equal(asked.get('text'), '秋の新色 & 口紅')
  assert.equal(asked.get('dates'), '20261130T093000Z/20261130T103000Z')
  assert.equal(asked.get('details'), 'https://shop.example/shows/a%20b')
  assert.match(new URL(googleEntry({ ...show, description: '20時から' }, '2026-11-30T18:30:00+09:00', 'https://shop.example')).searchParams.get('details')!, /^20時から\n\nhttps/)
})
