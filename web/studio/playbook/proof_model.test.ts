import assert from 'node:assert/strict'
import test from 'node:test'
import { setLanguage } from '../../shared/i18n.ts'
import type { ProofFigure } from './playbook_api.ts'
import { cardFigures, fillOf, percentOf, shortValueOf, toneOf, valueOf, verdictOf } from './proof_model.ts'

const figure = (name: string, group: ProofFigure['group'], more: Partial<ProofFigure> = {}): ProofFigure => ({
  figure: name, group, unit: 'people', definition: '', version: 1, target: 100, value: 0, live: null, archive: null, expected: 0, reached: false, behind: false, ...more,
})

test('a percentage never claims a target that is not reached', () => {
  assert.equal(percentOf({ value: 9_999, target: 10_000 }), 99)
  assert.equal(percentOf({ value: 100, target: 100 }), 100)
  assert.equal(percentOf({ value: 250, target: 100 }), 250)
  assert.equal(fillOf({ value: 50, target: 100 }, 80), 40)
  assert.equal(fillOf({ value: 900, target: 100 }, 80), 100)
})

test('values carry their unit', () => {
  setLanguage('ja')
  assert.equal(valueOf({ unit: 'money', currency: 'JPY' }, 1_330_000), '¥1,330,000')
  assert.equal(shortValueOf({ unit: 'money', currency: 'JPY' }, 1_330_000), '¥133万')
  assert.equal(valueOf({ unit: 'people' }, 148), '148\u00a0人')
  setLanguage('en')
  assert.equal(valueOf({ unit: 'orders' }, 1_200), '1,200 orders')
})

test('the verdict names what is behind, and at the end what was missed', () => {
  setLanguage('en')
  const figures = [figure('gmv', 'sales', { behind: true }), figure('viewers', 'media', { reached: true })]
  assert.equal(verdictOf({ figures, verdict: { kind: 'behind', reached: 1, of: 2, behind: ['gmv'] } }), 'Behind with Sales placed. 1 of 2 targets reached.')
  assert.match(verdictOf({ figures, verdict: { kind: 'partly', reached: 1, of: 2, behind: [] } }), /but not Sales placed/)
  assert.equal(toneOf('behind'), 'warn')
})

test('a card shows one of each group before a second', () => {
  const all = [figure('gmv', 'sales'), figure('orders', 'sales'), figure('chatters', 'community'), figure('viewers', 'media')]
  assert.deepEqual(cardFigures(all, 3).map((one) => one.figure), ['gmv', 'chatters', 'viewers'])
  assert.deepEqual(cardFigures(all.slice(0, 2), 3).map((one) => one.figure), ['gmv', 'orders'])
})
