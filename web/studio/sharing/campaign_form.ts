// A campaign as it is typed, and as the server takes it. Pure.
import { fromField, toField } from '../shows/local_time.ts'
import { kBenefits, type Benefit, type CampaignFields, type Counts, type Scope, type StaffCampaign } from './sharing_api.ts'

export const kMostTiers = 5
const kMostThreshold = 1_000_000
const kMostBudget = 1_000_000

export interface TypedTier { threshold: string; benefit: Benefit; text: string; offer: string; product: string; opened: boolean }
export interface TypedCampaign {
  title: string
  terms: string
  counts: Counts
  scope: Scope
  show: string
  starts: string
  ends: string
  budget: string
  tiers: TypedTier[]
}

/** What is wrong, by the field's name; of a tier "tiers/0/text". */
export type Wrong = Record<string, 'empty' | 'number' | 'rising' | 'times' | 'offer' | 'product' | 'show'>

const kHour = 3_600_000
/** A new campaign begins at the next full hour and lasts a week. */
export function newCampaign(now: number, show: string, terms: string): TypedCampaign {
  const starts = Math.ceil(now / kHour) * kHour
  return {
    title: '', terms, counts: 'arrivals', scope: 'all', show, budget: '',
    starts: toField(new Date(starts).toISOString()), ends: toField(new Date(starts + 7 * 24 * kHour).toISOString()),
    tiers: [newTier('all', [])],
  }
}

export function newTier(scope: Scope, before: readonly TypedTier[]): TypedTier {
  const last = Number(before.at(-1)?.threshold ?? 0)
  return { threshold: Number.isInteger(last) && last > 0 ? String(last * 2) : scope === 'all' ? '30' : '3', benefit: 'gift', text: '', offer: '', product: '', opened: false }
}

export function typedCampaign(campaign: StaffCampaign): TypedCampaign {
  return {
    title: campaign.title, terms: campaign.terms, counts: campaign.counts, scope: campaign.scope, show: campaign.show ?? '',
    starts: toField(campaign.starts_at), ends: toField(campaign.ends_at), budget: campaign.budget === null ? '' : String(campaign.budget),
    tiers: campaign.tiers.map(({ threshold, benefit, text, offer, product, opened_at, granted }) => ({ threshold: String(threshold), benefit, text, offer: offer ?? '', product: product?.id ?? '', opened: opened_at !== null || granted > 0 })),
  }
}

/** Another scope has other benefits. */
export function withScope(typed: TypedCampaign, scope: Scope): TypedCampaign {
  const tiers = typed.tiers.map((tier) => ((kBenefits[scope] as readonly Benefit[]).includes(tier.benefit) ? tier : { ...tier, benefit: 'gift' as const, offer: '', product: '' }))
  // What one person reaches is counted in arrivals.
  return { ...typed, scope, tiers, counts: scope === 'person' ? 'arrivals' : typed.counts }
}

function whole(text: string, most: number): number | null {
  const plain = text.normalize('NFKC').replaceAll(',', '').trim()
  const value = /^[0-9]+$/.test(plain) ? Number(plain) : NaN
  return Number.isInteger(value) && value >= 1 && value <= most ? value : null
}

/** The fields for the server, or those that are wrong. `kept`: times that were not touched stay to the second. */
export function campaignFields(typed: TypedCampaign, kept: { starts_at: string; ends_at: string } | null = null): { fields: CampaignFields } | { wrong: Wrong } {
  const wrong: Wrong = {}
  const instant = (text: string, before: string | undefined): string | null => (before !== undefined && toField(before) === text ? before : fromField(text))
  if (typed.title.trim() === '') wrong['title'] = 'empty'
  if (typed.terms.trim() === '') wrong['terms'] = 'empty'
  const starts_at = instant(typed.starts, kept?.starts_at)
  const ends_at = instant(typed.ends, kept?.ends_at)
  if (starts_at === null) wrong['starts_at'] = 'empty'
  if (ends_at === null) wrong['ends_at'] = 'empty'
  if (starts_at !== null && ends_at !== null && Date.parse(ends_at) <= Date.parse(starts_at)) wrong['ends_at'] = 'times'
  const budget = typed.scope === 'all' || typed.budget.trim() === '' ? null : whole(typed.budget, kMostBudget)
  if (typed.scope === 'person' && typed.budget.trim() !== '' && budget === null) wrong['budget'] = 'number'
  let before = 0
  const tiers = typed.tiers.map((tier, place) => {
    const threshold = whole(tier.threshold, kMostThreshold)
    if (threshold === null) wrong[`tiers/${place}/threshold`] = 'number'
    else if (threshold <= before) wrong[`tiers/${place}/threshold`] = 'rising'
    before = threshold ?? before
    if (tier.text.trim() === '') wrong[`tiers/${place}/text`] = 'empty'
    const needsOffer = tier.benefit === 'offer' || tier.benefit === 'coupon'
    const needsProduct = tier.benefit === 'early-access'
    if (needsOffer && typed.show === '') wrong['show'] = 'show'
    else if (needsOffer && tier.offer === '') wrong[`tiers/${place}/offer`] = 'offer'
    if (needsProduct && tier.product === '') wrong[`tiers/${place}/product`] = 'product'
    return { threshold: threshold ?? 0, benefit: tier.benefit, text: tier.text.trim(), offer: needsOffer ? tier.offer : null, product: needsProduct ? tier.product : null }
  })
  if (Object.keys(wrong).length > 0) return { wrong }
  return {
    fields: { title: typed.title.trim(), terms: typed.terms.trim(), counts: typed.counts, scope: typed.scope, show: typed.show || null, starts_at: starts_at!, ends_at: ends_at!, budget, tiers },
  }
}
