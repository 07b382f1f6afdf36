import assert from 'node:assert/strict'
import test from 'node:test'
import { divides, figureRows, mayOpen, missing, openedHalf, percent, shown, unitOf } from './figure_model.ts'
import type { Counted, Figure } from './insight_api.ts'

const none: Counted = { value: null, numerator: null, denominator: null }
const figure = (more: Partial<Figure>): Figure => ({ ...none, definition: 'er_reach', version: 1, scale: 1, unit: 'rate', group: 'community', live: none, archive: none, ...more })

test('a value has the form of its unit', () => {
  assert.deepEqual(shown(0.31812, 'rate', 'JPY', 'ja'), { text: '31.8', unit: '%' })
  assert.deepEqual(shown(742_560, 'money', 'JPY', 'ja'), { text: '¥742,560', unit: '' })
  assert.deepEqual(shown(582_000, 'ms', 'JPY', 'ja'), { text: '9:42', unit: '' })
  assert.deepEqual(shown(842.9 * 3_600_000, 'ms', 'JPY', 'ja'), { text: '842.9', unit: 'hours' })
  assert.deepEqual(shown(4310, 'people', 'JPY', 'ja'), { text: '4,310', unit: 'people' })
  assert.deepEqual(shown(12.3456, 'people', 'JPY', 'ja'), { text: '12.3', unit: 'people' })
})

test('what is no number is never written as one', () => {
  assert.equal(shown(null, 'rate', 'JPY', 'en'), null)
  assert.equal(shown(Number.NaN, 'rate', 'JPY', 'en'), null)
  assert.equal(shown(Infinity, 'money', 'JPY', 'en'), null)
})

test('parts of one', () => {
  assert.equal(percent(0), '0')
  assert.equal(percent(1), '100')
  assert.equal(percent(0.039), '3.9')
  assert.equal(percent(0.03), '3.0')
  assert.equal(percent(0.0004), '0.04')
})

test('numerator and denominator have units of their own', () => {
  const view = figure({ definition: 'average_view', unit: 'ms' })
  assert.deepEqual([unitOf(view, 'numerator'), unitOf(view, 'denominator')], ['ms', 'times'])
  assert.equal(divides(view), true)
  const gmv = figure({ definition: 'gmv', unit: 'money' })
  assert.equal(divides(gmv), false)
  assert.equal(unitOf(gmv, 'numerator'), 'money')
})

test('why there is none', () => {
  assert.equal(missing('engagement', figure({ numerator: 0, denominator: 0 }), 'together'), 'nothing-below')
  assert.equal(missing('peak_viewers', figure({ definition: 'peak_viewers', unit: 'people' }), 'archive'), 'live-alone')
  assert.equal(missing('average_viewers', figure({ definition: 'average_viewers', unit: 'people', live: { value: null, numerator: 5, denominator: null } }), 'live'), 'not-yet')
  assert.equal(missing('engagement', figure({ value: 0, numerator: 0, denominator: 4 }), 'together'), null)
})

test('what is measured over the clock is not opened, what is live alone is opened there', () => {
  assert.equal(mayOpen('peak_viewers', 'numerator'), false)
  assert.equal(mayOpen('average_viewers', 'numerator'), true)
  assert.equal(openedHalf('average_viewers', 'together'), 'live')
  assert.equal(openedHalf('cvr', 'together'), 'together')
})

test('rows for a spreadsheet', () => {
  const rows = figureRows({ cvr: figure({ definition: 'cvr', value: 0.5, numerator: 1, denominator: 2, live: { value: null, numerator: 0, denominator: 0 } }) }, () => 'Conversion', ['a'])
  assert.deepEqual(rows, [['a'], ['Conversion', 'rate', 'cvr', '1', '0.5', '1', '2', '', '0', '0', '', '', '']])
})
