// How far a campaign is: what opens next, how much is missing, where the ticks stand. Pure.
import type { Campaign, Tier } from './sharing_api.ts'

export interface Progress {
  /** The tier that opens next; null when all are open. */
  next: Tier | null
  /** Missing until then. */
  missing: number
  /** Of the whole bar, 0 to 1. */
  filled: number
  /** Where the tiers stand on the bar, 0 to 1. */
  ticks: { at: number; open: boolean }[]
}

const isOpen = (tier: Tier): boolean => tier.opened_at !== null

export function progressOf({ tiers, count }: Pick<Campaign, 'tiers' | 'count'>): Progress {
  const whole = Math.max(1, ...tiers.map(({ threshold }) => threshold))
  // What was opened stays open when a recount falls below it.
  const next = tiers.find((tier) => !isOpen(tier)) ?? null
  const filled = next === null ? 1 : Math.min(1, count / whole)
  return {
    next,
    missing: next === null ? 0 : Math.max(0, next.threshold - count),
    filled,
    ticks: tiers.map((tier) => ({ at: tier.threshold / whole, open: isOpen(tier) })),
  }
}

/** What an event at the viewer's playhead makes of the campaign that is shown; null for none. */
export function withCampaignEvent(known: Campaign | null, kind: string, data: Record<string, unknown>, at: string): Campaign | null {
  switch (kind) {
    case 'campaign.started':
      return { ...(data['campaign'] as Campaign), ...(known?.mine ? { mine: known.mine } : {}) }
    case 'campaign.counted':
      return known && known.id === data['campaign'] ? { ...known, count: Number(data['count']) } : known
    case 'campaign.tier_opened': {
      if (!known || known.id !== data['campaign']) return known
      const tiers = known.tiers.map((tier) => (tier.tier === data['tier'] && tier.opened_at === null ? { ...tier, opened_at: at } : tier))
      return { ...known, tiers, count: typeof data['count'] === 'number' ? data['count'] : known.count }
    }
    case 'campaign.granted':
      return !known || known.id !== data['campaign'] ? known : { ...known, tiers: known.tiers.map((tier) => (tier.tier === data['tier'] && tier.opened_at === null ? { ...tier, opened_at: at } : tier)) }
    case 'campaign.ended':
      return known && known.id === data['campaign'] ? null : known
    default:
      return known
  }
}
