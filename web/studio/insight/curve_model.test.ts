import assert from 'node:assert/strict'
import test from 'node:test'
import { bandsIn, curveRows, endOf, mostOf, peakOf, people, placeOf, roundTop, seriesOf, stepFor, timesOf } from './curve_model.ts'
import { kMarks, type Curve, type Marks } from './insight_api.ts'

const marks = (watching: number[]): Marks => Object.fromEntries(kMarks.map((mark) => [mark, mark === 'watching' ? watching : watching.map(() => 1)])) as Marks
const curve: Curve = {
  step_ms: 60_000, steps: 3, length_ms: 170_000, live: marks([2, 5.5, 3]), archive: marks([0, 1, 0.25]),
  bands: { pins: [], cues: [], offers: [], gaps: [] },
}

test('a step that fits the length of the show', () => {
  assert.deepEqual([stepFor(40_000), stepFor(3_600_000), stepFor(8 * 3_600_000)], [10_000, 60_000, 300_000])
})

test('series that are wanted, watching first and orders on top', () => {
  const series = seriesOf(curve, new Set(['orders', 'left', 'chats']), new Set(['live', 'archive']))
  assert.deepEqual(series.map(({ mark, part }) => `${mark} ${part}`), ['watching live', 'watching archive', 'chats live', 'chats archive', 'left live', 'left archive', 'orders live', 'orders archive'])
  assert.deepEqual(seriesOf(curve, new Set(), new Set(['archive'])).map(({ values }) => values), [[0, 1, 0.25]])
  assert.equal(mostOf(series), 5.5)
})

test('the axes', () => {
  assert.deepEqual(timesOf(curve), [0, 60_000, 120_000])
  assert.equal(endOf(curve), 180_000)
  assert.deepEqual([0, 3, 5, 10, 11, 1206, 95_000].map(roundTop), [4, 4, 8, 12, 12, 1600, 100_000])
})

test('bands in a step, and in the picture', () => {
  const bands = [{ from_ms: 0, until_ms: 30_000 }, { from_ms: 30_000, until_ms: null }]
  assert.deepEqual(bandsIn(bands, 0, 60_000), bands)
  assert.deepEqual(placeOf(bands[1]!, 120_000), { left: 25, width: 75 })
  assert.deepEqual(placeOf({ from_ms: 200_000, until_ms: 300_000 }, 120_000), { left: 100, width: 0 })
})

test('the peak, and people at once', () => {
  assert.deepEqual(peakOf(curve.live.watching), { index: 1, value: 5.5 })
  assert.equal(peakOf([0, 0]), null)
  assert.deepEqual([people(0.25), people(5.5), people(1206.4)], ['0.3', '5.5', '1,206'])
})

test('a line a step for a spreadsheet', () => {
  const rows = curveRows(curve, { at: 'at', live: 'Live', archive: 'Archive', marks: Object.fromEntries(kMarks.map((mark) => [mark, mark])) as Record<(typeof kMarks)[number], string> })
  assert.equal(rows.length, 4)
  assert.equal(rows[0]![1], 'Live watching')
  assert.deepEqual(rows[2]!.slice(0, 3), ['1:00', '5.5', '1'])
  assert.equal(rows[2]![11], '1')
})
