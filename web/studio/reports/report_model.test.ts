import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setLanguage } from '../../shared/i18n.ts'
import { barsOf, changeOf, columnsOf, csvOf, durationText, percent, pointsOf, reachedText, valueText } from './report_model.ts'
import type { Report, ReportFigure } from './reports_api.ts'

const figure = (more: Partial<ReportFigure> = {}): ReportFigure => ({
  figure: 'gmv', unit: 'money', name: { ja: '注文額', en: 'Sales placed' }, definition: { ja: '合計。', en: 'All, in "yen".' },
  value: 1200, live: 900, archive: 300, before: 1000, change: { absolute: 200, relative: 0.2 }, target: 1500, reached: 0.8, small: false, ...more,
})

test('a change is told by a share, of a rate in points, and not at all of nothing', () => {
  assert.deepEqual(changeOf(figure()), { text: '+20\u00a0%', tone: 'up' })
  assert.deepEqual(changeOf(figure({ unit: 'rate', change: { absolute: -0.0123, relative: -0.3 } })), { text: '−1.2pt', tone: 'down' })
  assert.equal(changeOf(figure({ change: null })), null)
  assert.equal(changeOf(figure({ change: { absolute: 5, relative: null } })), null)
})

test('numbers stand in their units', () => {
  assert.deepEqual([valueText('money', 1200, 'JPY'), valueText('rate', 0.034, 'JPY'), valueText('ms', 83_000, 'JPY'), valueText('ms', 400, 'JPY'), valueText('ms', 0, 'JPY'), valueText('people', 1234, 'JPY'), valueText('times', null, 'JPY')], ['¥1,200', '3.4\u00a0%', '1分23秒', '1秒未満', '0秒', '1,234', '—'])
  assert.equal(durationText(45_296_000), '12時間')
  assert.deepEqual([percent(1), percent(0.999), reachedText(0.999)], ['100\u00a0%', '99.9\u00a0%', '99\u00a0%'])
})

test('columns that would be empty are left out', () => {
  const groups = (target: number | null): Report['groups'] => [{ group: 'sales', figures: [figure({ target })] }]
  assert.deepEqual(columnsOf({ before: null, groups: groups(null) }), ['value', 'live', 'archive'])
  assert.deepEqual(columnsOf({ before: null, groups: groups(5) }).slice(3), ['target', 'reached'])
  assert.deepEqual(columnsOf({ before: {} as Report['before'], groups: groups(null) }).slice(3), ['before', 'change'])
})

test('a bar is drawn against the largest of its own numbers', () => {
  assert.deepEqual(barsOf('sales', [figure()]).map(({ value, live, before, target }) => [value, live, before?.toFixed(3), target]), [[0.8, 0.6, '0.667', 1]])
  assert.deepEqual(barsOf('sales', [figure({ value: null, before: null, target: null }), figure({ figure: 'cvr' })]), [], 'nothing, and a rate')
  assert.equal(barsOf('sales', [figure({ figure: 'buyers' })])[0]!.live, null, 'people of both halves are one')
})

test('what the team wrote takes the place of what the rules chose', () => {
  const chosen = [{ rule: 'change', text: { ja: '増えた', en: 'more' } }, { rule: 'archive', text: { ja: 'あとから', en: 'later' } }]
  assert.deepEqual(pointsOf(chosen, ['', '自分で']).map(({ text, own }) => [text, own]), [['増えた', false], ['自分で', true]])
  assert.deepEqual(pointsOf([], ['', '', '三つめ']).map(({ text }) => text), ['三つめ'])
})

test('the table as CSV quotes what must be quoted', () => {
  setLanguage('en')
  const report = { currency: 'JPY', groups: [{ group: 'sales', figures: [figure()] }] } as unknown as Report
  assert.equal(csvOf(report).split('\r\n')[1], 'Sales,Sales placed,JPY,1200,900,300,1000,200,0.2,1500,0.8,"All, in ""yen""."')
  setLanguage('ja')
})
