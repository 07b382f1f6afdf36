import assert from 'node:assert/strict'
import test from 'node:test'
import { campaignFields, newCampaign, newTier, typedCampaign, withScope, type TypedCampaign } from './campaign_form.ts'

const typed: TypedCampaign = {
  title: ' みんなで ', terms: '決まり', counts: 'arrivals', scope: 'all', show: '', starts: '2026-12-01T20:00', ends: '2026-12-02T20:00', budget: '',
  tiers: [{ threshold: '３', benefit: 'gift', text: '送料無料', offer: '', product: '', opened: false }, { threshold: '1,000', benefit: 'gift', text: 'ミニボトル', offer: '', product: '', opened: false }],
}

test('what was typed becomes what the server takes', () => {
  const read = campaignFields(typed)
  assert.ok('fields' in read)
  assert.equal(read.fields.title, 'みんなで')
  assert.deepEqual([read.fields.show, read.fields.budget], [null, null])
  assert.deepEqual(read.fields.tiers, [{ threshold: 3, benefit: 'gift', text: '送料無料', offer: null, product: null }, { threshold: 1000, benefit: 'gift', text: 'ミニボトル', offer: null, product: null }])
})

test('everything that is wrong is named at once', () => {
  const read = campaignFields({
    ...typed, title: ' ', terms: '', ends: typed.starts,
    tiers: [{ threshold: '0', benefit: 'gift', text: '', offer: '', product: '', opened: false }, { threshold: '5', benefit: 'offer', text: 'x', offer: '', product: '', opened: false }, { threshold: '5', benefit: 'gift', text: 'x', offer: '', product: '', opened: false }],
  })
  assert.deepEqual('wrong' in read && read.wrong, { title: 'empty', terms: 'empty', ends_at: 'times', 'tiers/0/threshold': 'number', 'tiers/0/text': 'empty', show: 'show', 'tiers/2/threshold': 'rising' })
})

test('a benefit that is an offer needs one of the show', () => {
  const tiers = [{ threshold: '3', benefit: 'offer' as const, text: 'x', offer: '', product: '', opened: false }]
  assert.deepEqual(campaignFields({ ...typed, show: 's', tiers }), { wrong: { 'tiers/0/offer': 'offer' } })
  const read = campaignFields({ ...typed, show: 's', tiers: [{ ...tiers[0]!, offer: 'o' }] })
  assert.equal('fields' in read && read.fields.tiers[0]!.offer, 'o')
})

test('a budget is only of a campaign for each person', () => {
  const all = campaignFields({ ...typed, budget: '7' })
  assert.equal('fields' in all && all.fields.budget, null)
  const person = campaignFields({ ...typed, scope: 'person', budget: '7' })
  assert.equal('fields' in person && person.fields.budget, 7)
  assert.deepEqual(campaignFields({ ...typed, scope: 'person', budget: '-1' }), { wrong: { budget: 'number' } })
})

test('another scope lets go of benefits that it does not have', () => {
  const offer = { ...typed, tiers: [{ threshold: '3', benefit: 'offer' as const, text: 'x', offer: 'o', product: '', opened: false }] }
  assert.deepEqual(withScope(offer, 'person').tiers, [{ threshold: '3', benefit: 'gift', text: 'x', offer: '', product: '', opened: false }])
  assert.equal(withScope(offer, 'all').tiers[0]!.offer, 'o')
  assert.equal(withScope({ ...typed, counts: 'sharers' }, 'person').counts, 'arrivals')
})

test('times that were not touched stay to the second', () => {
  const starts_at = '2026-12-01T20:00:17.000Z'
  const ends_at = '2026-12-09T20:00:42.000Z'
  const open = typedCampaign({ ...newCampaign(0, '', ''), id: 'c', version: 1, state: 'running', starts_at, ends_at, budget: null, show: null, tiers: [{ tier: 1, threshold: 3, benefit: 'gift', text: 'x', offer: null, opened_at: null, granted: 0 }], count: 0, sharers: 0, arrivals: 0, verified: 0, granted: 0, title: 't', terms: 't' } as never)
  const read = campaignFields(open, { starts_at, ends_at })
  assert.deepEqual('fields' in read && [read.fields.starts_at, read.fields.ends_at], [starts_at, ends_at])
})

test('the next tier is twice the last', () => {
  assert.equal(newTier('all', [{ threshold: '30', benefit: 'gift', text: '', offer: '', product: '', opened: false }]).threshold, '60')
  assert.equal(newTier('person', []).threshold, '3')
})

test('early access needs a product, and no show', () => {
  const tiers = [{ threshold: '3', benefit: 'early-access' as const, text: '新色を先に', offer: '', product: '', opened: false }]
  assert.deepEqual(campaignFields({ ...typed, tiers }), { wrong: { 'tiers/0/product': 'product' } })
  for (const scope of ['all', 'person'] as const) {
    const read = campaignFields(withScope({ ...typed, tiers: [{ ...tiers[0]!, product: 'lip' }] }, scope))
    assert.deepEqual('fields' in read && read.fields.tiers[0], { threshold: 3, benefit: 'early-access', text: '新色を先に', offer: null, product: 'lip' })
  }
})
