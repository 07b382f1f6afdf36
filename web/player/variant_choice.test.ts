import assert from 'node:assert/strict'
import test from 'node:test'
import type { Variant } from '../shared/api.ts'
import { after, firstChoice, optionGroups } from './variant_choice.ts'

const variant = (sku: string, options: Record<string, string>, left = 1, picture?: string): Variant => ({
  sku, options, left, price: { amount: 100, currency: 'JPY' }, gtin: '', picture: picture ? { url: picture, small: picture } : null,
})
const tees = [
  variant('ws', { 色: '白', サイズ: 'S' }, 3, 'white'), variant('wm', { 色: '白', サイズ: 'M' }, 0, 'white'),
  variant('bs', { 色: '黒', サイズ: 'S' }, 2, 'black'), variant('bl', { 色: '黒', サイズ: 'L' }, 5, 'black'),
]

test('groups hold every value once, in order, with what choosing it leads to', () => {
  const [colour, size] = optionGroups(tees, tees[0])
  assert.deepEqual(colour!.choices.map(({ value, chosen, left, picture }) => [value, chosen, left, picture]), [['白', true, 3, 'white'], ['黒', false, 2, 'black']])
  assert.deepEqual(size!.choices.map(({ value, left, fits }) => [value, left, fits]), [['S', 3, true], ['M', 0, true], ['L', 5, false]])
  assert.ok(size!.choices.every(({ picture }) => picture === null), 'sizes look alike')
})

test('another value keeps the others where it can', () => {
  assert.equal(after(tees, tees[0], '色', '黒')?.sku, 'bs')
  assert.equal(after(tees, tees[0], 'サイズ', 'L')?.sku, 'bl')
  assert.equal(after(tees, tees[3], '色', '白')?.sku, 'ws', 'there is no white L')
  assert.equal(after(tees, undefined, '色', '黒')?.sku, 'bs')
  assert.equal(after(tees, tees[0], '色', '赤'), undefined)
})

test('a buyer starts with what can be had', () => {
  assert.equal(firstChoice([tees[1]!, tees[2]!])?.sku, 'bs')
  assert.equal(firstChoice([tees[1]!])?.sku, 'wm')
  assert.equal(firstChoice([]), undefined)
})
