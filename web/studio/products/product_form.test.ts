import assert from 'node:assert/strict'
import test from 'node:test'
import { draftErrors, idFromTitle, kEmptyDraft, minorUnits, productMatches, stockDelta } from './product_form.ts'

test('prices are read as people type them', () => {
  assert.equal(minorUnits('1,980', 0), 1980)
  assert.equal(minorUnits('１９８０円', 0), 1980)
  assert.equal(minorUnits('¥2 640', 0), 2640)
  assert.ok(Number.isNaN(minorUnits('19.80', 0)))
  assert.equal(minorUnits('19.8', 2), 1980)
  assert.equal(minorUnits('$19.80', 2), 1980)
  assert.ok(Number.isNaN(minorUnits('19.805', 2)))
  assert.ok(Number.isNaN(minorUnits('-5', 2)))
})

test('each wrong field has its own message', () => {
  assert.deepEqual(draftErrors(kEmptyDraft, 0), { id: 'id', title: 'title', price: 'price' })
  assert.deepEqual(draftErrors({ ...kEmptyDraft, id: 'Lip Tint', title: ' ', price: '-1' }, 0), { id: 'id', title: 'title', price: 'price' })
  assert.deepEqual(draftErrors({ ...kEmptyDraft, id: 'lip', title: 'リップ', price: '999999999' }, 0), { price: 'price_high' })
  assert.deepEqual(draftErrors({ ...kEmptyDraft, id: 'lip', title: 'リップ', price: '2640' }, 0), {})
})

test('a change of stock is signed, whole and not zero', () => {
  assert.equal(stockDelta('+10'), 10)
  assert.equal(stockDelta('−3'), -3)
  assert.equal(stockDelta('１２'), 12)
  for (const bad of ['', '0', '1.5', 'ten', '99999999']) assert.equal(stockDelta(bad), null)
})

test('an id is guessed from Latin letters only', () => {
  assert.equal(idFromTitle('Urumi Lip Tint!'), 'urumi-lip-tint')
  assert.equal(idFromTitle('うるみ'), '')
})

test('search finds by any part, in any width', () => {
  const lip = { id: 'urumi-lip', title: 'うるみリップティント', subtitle: '新色 ５ 色' }
  for (const text of ['', 'リップ', 'URUMI', '5 色', 'urumi 新色']) assert.ok(productMatches(lip, text), text)
  assert.ok(!productMatches(lip, 'リップ オイル'))
})
