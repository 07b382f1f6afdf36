import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Level } from './analysis_api.ts'
import { percentText, placeOf, planHref, reachOf, sorted, valueText } from './analysis_model.ts'

const level = (name: string, relative: number, reach = 0.1): Level => ({
  level: name, label: { ja: name, en: name }, shows: 12, others: 48, above: 1, evidence: [],
  effect: { relative, absolute: 0 }, interval: [{ relative: relative - reach, absolute: 0 }, { relative: relative + reach, absolute: 0 }],
})

test('values have their unit', () => {
  assert.equal(valueText({ unit: 'money', currency: 'JPY' }, 312.4), '¥312')
  assert.equal(valueText({ unit: 'share', currency: 'JPY' }, 0.0423), '4.2%')
  assert.deepEqual([0.184, -0.07, 0.001].map(percentText), ['+18%', '−7%', '±0%'])
})

test('the scale holds every interval, and no more than to double', () => {
  const factor = { factor: 'hour', name: { ja: '', en: '' }, ordered: false, known: 60, judged: true, found: false }
  assert.equal(Math.round(reachOf([{ ...factor, levels: [level('20', 0.2), level('12', -0.3)] }]) * 100), 40)
  assert.equal(reachOf([{ ...factor, levels: [level('20', 3)] }]), 1)
  assert.equal(reachOf([]), 0.1)
  assert.deepEqual([-2, 0, 0.2, 9].map((relative) => placeOf({ relative, absolute: 0 }, 0.4)), [0, 50, 75, 100])
})

test('levels stand the best first, ranges in their order', () => {
  const levels = [level('0-2', -0.1), level('2-5', 0.3), level('5-10', 0.1)]
  assert.deepEqual(sorted({ ordered: false, levels }).map((each) => each.level), ['2-5', '5-10', '0-2'])
  assert.deepEqual(sorted({ ordered: true, levels }).map((each) => each.level), ['0-2', '2-5', '5-10'])
})

test('a show is planned with what can be taken over', () => {
  assert.equal(planHref({}), null)
  assert.equal(planHref({ concept: 'how_to' }), '/studio?new&concept=how_to')
})
