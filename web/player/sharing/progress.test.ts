import assert from 'node:assert/strict'
import test from 'node:test'
import { progressOf, withCampaignEvent } from './progress.ts'
import type { Campaign } from './sharing_api.ts'

const campaign: Campaign = {
  id: 'c', title: 'みんなで', terms: '', counts: 'arrivals', scope: 'all', starts_at: '', ends_at: '', count: 2, left: null,
  tiers: [
    { tier: 1, threshold: 3, benefit: 'gift', text: '送料無料', product: null, opened_at: null },
    { tier: 2, threshold: 10, benefit: 'offer', text: '20%', product: null, opened_at: null },
  ],
}

test('the next tier, what is missing, and the ticks', () => {
  assert.deepEqual(progressOf(campaign), { next: campaign.tiers[0], missing: 1, filled: 0.2, ticks: [{ at: 0.3, open: false }, { at: 1, open: false }] })
})

test('an event at the playhead changes what is shown', () => {
  const counted = withCampaignEvent(campaign, 'campaign.counted', { campaign: 'c', count: 3 }, 'then')!
  assert.equal(counted.count, 3)
  const opened = withCampaignEvent(counted, 'campaign.tier_opened', { campaign: 'c', tier: 1, count: 3 }, 'then')!
  assert.equal(opened.tiers[0]!.opened_at, 'then')
  assert.equal(progressOf(opened).next!.tier, 2)
  assert.equal(progressOf(opened).missing, 7)
  assert.equal(withCampaignEvent(opened, 'campaign.ended', { campaign: 'c' }, 'then'), null)
})

test('a recount below an opened tier does not close it', () => {
  const opened = withCampaignEvent({ ...campaign, count: 3 }, 'campaign.tier_opened', { campaign: 'c', tier: 1, count: 3 }, 'then')!
  const recounted = withCampaignEvent(opened, 'campaign.counted', { campaign: 'c', count: 0 }, 'later')!
  assert.equal(progressOf(recounted).next!.tier, 2)
  assert.deepEqual(progressOf(recounted).ticks.map(({ open }) => open), [true, false])
})

test('all tiers open: the bar is full', () => {
  const all = { ...campaign, tiers: campaign.tiers.map((tier) => ({ ...tier, opened_at: 'then' })) }
  assert.deepEqual([progressOf(all).next, progressOf(all).filled], [null, 1])
})

test('events of another campaign change nothing; one that starts keeps what is mine', () => {
  assert.equal(withCampaignEvent(campaign, 'campaign.counted', { campaign: 'other', count: 9 }, ''), campaign)
  assert.equal(withCampaignEvent(campaign, 'chat.posted', {}, ''), campaign)
  const mine = { arrivals: 4, verified: 2 }
  assert.deepEqual(withCampaignEvent({ ...campaign, mine }, 'campaign.started', { campaign }, '')!.mine, mine)
})
