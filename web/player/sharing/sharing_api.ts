// Share links and campaigns, as viewers ask for them (docs/api.md, "Sharing").
import { call } from '../../shared/api.ts'
import { language } from '../../shared/i18n.ts'

/** What a link leads to. */
export type Thing = { show: string; at?: number } | { product: string } | { staff: string } | { clip: string }

export interface ShareLink {
  code: string
  url: string
  /** A whole svg element that shows `url`. */
  qr: string
  text: string
  /** Must go with what is posted; null where nothing asks for it. */
  disclosure: string | null
}

/** What may be bought before it opens; of early access alone. */
export interface EarlyProduct { id: string; title: string; on_sale_from: string | null }

export interface Tier {
  tier: number
  threshold: number
  benefit: 'offer' | 'coupon' | 'gift' | 'early-access'
  text: string
  product: EarlyProduct | null
  /** Of a campaign for each person: when this person got it. */
  opened_at: string | null
}

export interface Campaign {
  id: string
  title: string
  terms: string
  counts: 'arrivals' | 'sharers'
  scope: 'all' | 'person'
  starts_at: string
  ends_at: string
  /** Of all, or, with the scope 'person', this person's own. */
  count: number
  tiers: Tier[]
  /** Benefits left, where their number is limited; absent in what a whole room is told. */
  left?: number | null
  /** Absent in what a whole room is told. */
  mine?: { arrivals: number; verified: number }
}

export interface Grant {
  campaign: string
  title: string
  tier: number
  benefit: 'coupon' | 'gift' | 'early-access'
  text: string
  product: EarlyProduct | null
  code: string | null
  granted_at: string
}

export interface MyShares {
  links: number
  arrivals: number
  verified: number
  grants: Grant[]
}

const id = encodeURIComponent

export const sharingApi = {
  /** Its words come in the language spoken. */
  share: (thing: Thing) => call<ShareLink>('/api/shares', { method: 'POST', body: thing, headers: { 'Accept-Language': language.value } }),
  arrive: (code: string) => call<{ counted: boolean }>(`/api/shares/${id(code)}/arrivals`, { method: 'POST', body: {} }),
  stay: (code: string) => call<void>(`/api/shares/${id(code)}/stays`, { method: 'POST', body: {} }),
  mine: () => call<MyShares>('/api/me/shares'),
  campaign: (show: string) => call<{ campaign: Campaign | null }>(`/api/shows/${id(show)}/campaign`),
}
