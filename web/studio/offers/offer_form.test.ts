import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StaffOffer } from '../../shared/offers.ts'
import { offerFields, typedOffer } from './offer_form.ts'

const offer: StaffOffer = {
  id: 'a', title: '配信限定', benefit: 'price', percent: null, amount: null,
  targets: [{ product: 'lip', sku: null, price: { amount: 1980, currency: 'JPY' } }, { product: 'set', sku: 'set-b', price: { amount: 500, currency: 'JPY' } }],
  coupon: true, code: 'SPRING', code_shown: false, pieces: 50, left: 50, per_person: 1, lasts_seconds: 90, archive_until: null, windows: [], sold: 0,
}

test('an offer comes through the form as it was', () => {
  const read = offerFields(typedOffer(offer, 0), 'JPY', 0)
  assert.deepEqual('fields' in read && read.fields, {
    title: '配信限定', benefit: 'price', percent: null, amount: null, targets: offer.targets, pieces: 50, per_person: 1, lasts_seconds: 90,
    code: 'SPRING', code_shown: false, archive_until: null,
  })
})

test('what is wrong is named, all at once', () => {
  const typed = { ...typedOffer(null, 0), title: ' ', percent: '95', pieces: '0', perPerson: 'x', minutes: '900' }
  const read = offerFields(typed, 'JPY', 0)
  assert.deepEqual('wrong' in read && read.wrong, ['title', 'percent', 'targets', 'lasts_seconds', 'pieces', 'per_person'])
  assert.deepEqual(offerFields({ ...typedOffer(offer, 0), targets: { lip: '' } }, 'JPY', 0), { wrong: ['targets'] })
})

test('full-width digits count, and nothing typed is no limit', () => {
  const read = offerFields({ ...typedOffer(null, 0), title: 'x', percent: '２０', minutes: '０.５', targets: { lip: '' } }, 'JPY', 0)
  assert.ok('fields' in read)
  assert.deepEqual([read.fields.percent, read.fields.lasts_seconds, read.fields.pieces, read.fields.code], [20, 30, null, null])
})
