// Share links, the share tree and campaigns, as staff read and change them (docs/api.md, "Sharing").
import type { Money, Page, Role } from '../../shared/api.ts'
import { randomId } from '../../shared/ids.ts'
import { staffCall } from '../session.ts'

export const kBenefits = { all: ['offer', 'early-access', 'gift'], person: ['coupon', 'early-access', 'gift'] } as const
export type Benefit = 'offer' | 'coupon' | 'gift' | 'early-access'
export type Scope = 'all' | 'person'
export type Counts = 'arrivals' | 'sharers'

export interface TierFields { threshold: number; benefit: Benefit; text: string; offer: string | null; product: string | null }
export interface CampaignFields {
  title: string
  terms: string
  counts: Counts
  scope: Scope
  /** Null: every show. */
  show: string | null
  starts_at: string
  ends_at: string
  /** Benefits at most, of a campaign for each person. */
  budget: number | null
  tiers: TierFields[]
}
export interface StaffTier extends Omit<TierFields, 'product'> { product: { id: string; title: string; on_sale_from: string | null } | null; tier: number; opened_at: string | null; granted: number }
/** Figures of a stretch of time. */
export interface Stretch { from: string; until: string; hours: number; viewers: number; orders: number; sales: Money }
/** Nothing is told of a time that has not been. */
export interface Effect { before: Stretch | null; during: Stretch | null; after: Stretch | null; like: Stretch | null }
export interface StaffCampaign extends Omit<CampaignFields, 'tiers'> {
  id: string
  version: number
  state: 'planned' | 'running' | 'over' | 'ended'
  count: number
  sharers: number
  arrivals: number
  verified: number
  granted: number
  tiers: StaffTier[]
  effect: Effect
}
export interface StaffGrant { name: string; tier: number; benefit: Benefit; text: string; code: string | null; granted_at: string; verified: number }

export const kKinds = ['show', 'product', 'staff', 'clip'] as const
export const kSorts = ['verified', 'arrivals', 'newest'] as const
export type ShareSort = (typeof kSorts)[number]
export const kCounted = ['clicks', 'previews', 'bots', 'own', 'floods', 'arrivals', 'verified', 'orders'] as const
export type Counted = (typeof kCounted)[number]

export interface StaffShare extends Record<Counted, number> {
  code: string
  url: string
  kind: (typeof kKinds)[number]
  title: string
  show: string | null
  at: number | null
  /** A block's name is the site that it stands on. */
  sharer: { id: string; name: string; role: Role | 'viewer' | 'staff' | 'block' }
  made_at: string
  sales: Money
  excluded: { at: string; by: string; reason: string } | null
}
export interface ShareTotals extends Record<Counted, number> { links: number; sharers: number; excluded: number; sales: Money }
export interface SharePage extends Page<StaffShare> { totals: ShareTotals }

export interface TreeNode {
  /** Empty once the person was erased. */
  name: string
  role: Role | 'viewer' | 'staff'
  /** Directly, and in all below; verified ones among these. */
  brought: number
  reach: number
  verified: number
  /** This person came by a link and really watched. */
  took_part: boolean
  children: TreeNode[]
  /** Brought by this person, and not listed. */
  more: number
}
export interface ShareTree { levels: { level: number; people: number; verified: number }[]; roots: TreeNode[]; more: number }

/** To one show or one campaign, which has a show of its own or is for all; empty for all. */
export interface Narrowed { show: string; campaign: string }

const id = encodeURIComponent

function query(all: Record<string, string | number | null>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(all)) if (value !== null && value !== '') search.set(name, String(value))
  const text = search.toString()
  return text ? `?${text}` : ''
}

export const sharingApi = {
  campaigns: (cursor: string | null = null) => staffCall<Page<StaffCampaign>>(`/api/campaigns${query({ cursor, limit: 50 })}`),
  addCampaign: (fields: CampaignFields) => staffCall<StaffCampaign>('/api/campaigns', { method: 'POST', body: fields, key: randomId() }),
  saveCampaign: (campaign: string, version: number, fields: CampaignFields) => staffCall<StaffCampaign>(`/api/campaigns/${id(campaign)}`, { method: 'PUT', body: fields, headers: { 'If-Match': `"${version}"` } }),
  endCampaign: (campaign: string) => staffCall<StaffCampaign>(`/api/campaigns/${id(campaign)}/end`, { method: 'POST', body: {} }),
  removeCampaign: (campaign: string) => staffCall<void>(`/api/campaigns/${id(campaign)}`, { method: 'DELETE' }),
  grants: (campaign: string, cursor: string | null = null, limit = 50) => staffCall<Page<StaffGrant>>(`/api/campaigns/${id(campaign)}/grants${query({ cursor, limit })}`),
  shares: ({ show, campaign }: Narrowed, sort: ShareSort, cursor: string | null = null) => staffCall<SharePage>(`/api/shares${query({ show: campaign ? '' : show, campaign, sort, cursor, limit: 50 })}`),
  exclude: (code: string, reason: string, allOfSharer: boolean) => staffCall<StaffShare>(`/api/shares/${id(code)}/exclusion`, { method: 'PUT', body: { reason, all_of_sharer: allOfSharer } }),
  restore: (code: string, allOfSharer: boolean) => staffCall<StaffShare>(`/api/shares/${id(code)}/exclusion${query({ all_of_sharer: allOfSharer ? 'true' : null })}`, { method: 'DELETE' }),
  tree: ({ show, campaign }: Narrowed) => staffCall<ShareTree>(`/api/shares/tree${query({ show: campaign ? '' : show, campaign })}`),
}
