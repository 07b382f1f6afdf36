import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readableAccent } from './accent.ts'

test('a colour on which white can be read stays', () => {
  assert.equal(readableAccent('#1F3A6E'), '#1f3a6e')
  assert.equal(readableAccent(' #000 '), '#000000')
})

test('a pale one is made darker', () => {
  const made = readableAccent('#ffd400')
  assert.match(made!, /^#[0-9a-f]{6}$/)
  assert.ok(Number.parseInt(made!.slice(1, 3), 16) < 0xa0)
})

test('what is no colour is none', () => {
  for (const wrong of ['', 'red', '#12', '#12345g', 'rgb(1,2,3)', '#fff;background:url(x)']) assert.equal(readableAccent(wrong), null)
})
