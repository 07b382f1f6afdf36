import assert from 'node:assert/strict'
import test from 'node:test'
import { language } from '../../shared/i18n.ts'
import { reasonOf } from './reasons.ts'

test('reasons are told in Japanese, with what they name', () => {
  language.value = 'ja'
  assert.equal(reasonOf('This is no price such as 1980 JPY.'), '値段として読めません（例 1980 JPY）。')
  assert.equal(reasonOf('Line 12 has this SKU already.'), '12 行目に同じ ID があります。')
  assert.equal(reasonOf('This is not well-formed XML (line 6): xmlParseEntityRef: no name.'), 'XML が正しくありません（6 行目）。')
  assert.equal(reasonOf('Something new.'), 'Something new.')
})

test('and in English as the server says them', () => {
  language.value = 'en'
  assert.equal(reasonOf('This is missing.'), 'This is missing.')
})
