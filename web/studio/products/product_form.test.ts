import assert from 'node:assert/strict'
import test from 'node:test'
import type { Product } from '../../shared/api.ts'
import { draftErrors, draftOf, fieldsOf, idFromTitle, kEmptyDraft, minorUnits, stockDelta, withOptions, withoutVariant, withVariant } from './product_form.ts'

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

const picture = { id: 'p1', url: '/pictures/p1-640.webp', small: '/pictures/p1-160.webp' }
const tee: Product = {
  id: 'tee', title: 'T シャツ', subtitle: '', brand: '月白', description: '', price: { amount: 3000, currency: 'JPY' }, tax_rate: 10, limit_per_person: 2, on_sale_from: null,
  picture, pictures: [picture], version: 3, left: 3,
  variants: [
    { sku: 'tee-s', options: { サイズ: 'S' }, price: { amount: 3000, currency: 'JPY' }, picture, gtin: '', left: 3 },
    { sku: 'tee-l', options: { サイズ: 'L' }, price: { amount: 3300, currency: 'JPY' }, picture: null, gtin: '4901234567894', left: 0 },
  ],
}

test('a product comes back from its form as it went in', () => {
  const draft = draftOf(tee, 0)
  assert.deepEqual(draftErrors(draft, 0), {})
  assert.deepEqual(fieldsOf(draft, 'JPY', 0), {
    title: 'T シャツ', subtitle: '', brand: '月白', description: '', price: { amount: 3000, currency: 'JPY' }, tax_rate: 10, limit_per_person: 2, on_sale_from: null,
    variants: [{ sku: 'tee-s', options: { サイズ: 'S' }, picture: 'p1' }, { sku: 'tee-l', options: { サイズ: 'L' }, price: { amount: 3300, currency: 'JPY' }, gtin: '4901234567894' }],
  })
  const plain = draftOf({ ...tee, variants: [{ ...tee.variants[0]!, sku: 'tee', options: {} }], limit_per_person: null }, 0)
  assert.deepEqual([plain.variants, plain.optionNames, plain.limit], [[], [], ''])
  assert.equal('variants' in fieldsOf(plain, 'JPY', 0), false)
})

test('variants are added and taken away, and what is wrong of each is named', () => {
  const first = withVariant({ ...kEmptyDraft, id: 'lip', title: 'リップ', price: '100' }, '色')
  assert.deepEqual([first.optionNames, first.variants[0]!.sku], [['色'], 'lip-01'])
  assert.deepEqual(draftErrors(first, 0), { 'variants.0.options.0': 'option' })
  const second = withVariant(first, '色')
  assert.equal(second.variants[1]!.sku, 'lip-02')
  const twice = { ...second, variants: second.variants.map((variant) => ({ ...variant, sku: 'x', options: ['茜'], price: '1.5' })) }
  assert.deepEqual(draftErrors(twice, 0), { 'variants.0.price': 'price', 'variants.1.sku': 'sku_twice', 'variants.1.price': 'price' })
  const wider = withOptions(second, (row) => [...row, ''], ['色', '色'])
  assert.equal(draftErrors(wider, 0)['optionNames.1'], 'option_name')
  assert.deepEqual(wider.variants[1]!.options, ['', ''])
  const none = withoutVariant(withoutVariant(second, 1), 0)
  assert.deepEqual([none.variants, none.optionNames], [[], []])
})

test('a limit is a number of pieces, or none', () => {
  const limited = (limit: string) => draftErrors({ ...kEmptyDraft, id: 'a', title: 'a', price: '1', limit }, 0)['limit']
  for (const right of ['', ' ', '1', '１２', '1,000']) assert.equal(limited(right), undefined, right)
  for (const wrong of ['0', '-1', '1001', 'two']) assert.equal(limited(wrong), 'limit', wrong)
})
