import assert from 'node:assert/strict'
import test from 'node:test'
import { setLanguage } from '../../shared/i18n.ts'
import type { ReviewFigure } from './learning_api.ts'
import { difference, figureText, momentHref, offBy, shownFigures, tagsText, tagsTyped } from './learning_model.ts'

const figure = (name: string, more: Partial<ReviewFigure> = {}): ReviewFigure => ({ figure: name, unit: 'number', target: null, value: 1, usual: null, last: null, ...more })

test('a figure carries its unit', () => {
  setLanguage('ja')
  assert.equal(figureText({ unit: 'money' }, 742_560, 'JPY'), '¥742,560')
  assert.equal(figureText({ unit: 'permille' }, 39, 'JPY'), '3.9%')
  assert.equal(figureText({ unit: 'number' }, 4310, 'JPY'), '4,310')
})

test('a difference is told where there is one to tell', () => {
  assert.deepEqual(difference({ unit: 'money' }, 126, 100), { text: '+26%', better: true })
  assert.deepEqual(difference({ unit: 'permille' }, 31, 39), { text: '−0.8 pt', better: false })
  assert.equal(difference({ unit: 'number' }, 5, 0), null, 'of nothing there is no share')
  assert.equal(difference({ unit: 'number' }, null, 3), null)
  assert.equal(difference({ unit: 'number' }, 3, 3), null)
})

test('what was planned is always shown, and what is counted fills up', () => {
  const all = [figure('a', { target: 5, value: null }), figure('b', { target: 5 }), figure('c'), figure('d', { value: null }), figure('e'), figure('f')]
  assert.deepEqual(shownFigures(all, 4).map((one) => one.figure), ['a', 'b', 'c', 'e'])
  assert.deepEqual(shownFigures(all, 1).map((one) => one.figure), ['a', 'b'])
})

test('a cue is off by what one would notice', () => {
  const cue = { planned_ms: 180_000, started_ms: 0, lasted_ms: 180_000 }
  assert.equal(offBy({ ...cue, lasted_ms: 184_000 }), null)
  assert.deepEqual(offBy({ ...cue, lasted_ms: 192_000 }), { text: '+0:12', much: false })
  assert.deepEqual(offBy({ ...cue, lasted_ms: 84_000 }), { text: '−1:36', much: true })
  assert.equal(offBy({ ...cue, started_ms: null }), null)
})

test('tags are read as people type them', () => {
  assert.deepEqual(tagsTyped(' 使いかた、21 時, 使いかた '), ['使いかた', '21 時'])
  assert.deepEqual(tagsTyped(''), [])
  assert.equal(tagsTyped('あ'.repeat(25)), null)
  assert.equal(tagsTyped('1,2,3,4,5,6,7,8,9'), null)
  setLanguage('ja')
  assert.equal(tagsText(['a', 'b']), 'a、b')
})

test('a moment plays from its second', () => assert.equal(momentHref('h3/9', 12_900), '/shows/h3%2F9?t=12'))
