import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pieces } from './marked.ts'

const shown = (text: string, q: string) => pieces(text, q).map(({ text: t, found }) => (found ? `[${t}]` : t)).join('')

test('words are marked wherever they stand', () => {
  assert.equal(shown('この口紅、きれいな口紅', '口紅'), 'この[口紅]、きれいな[口紅]')
  assert.equal(shown('口紅', '口紅'), '[口紅]')
})
test('case and kana make no difference', () => {
  assert.equal(shown('リップ Lip りっぷ', 'りっぷ lip'), '[リップ] [Lip] [りっぷ]')
})
test('what is not there is not marked', () => {
  assert.equal(shown('きれい', '口紅'), 'きれい')
  assert.equal(shown('きれい', '  '), 'きれい')
})
