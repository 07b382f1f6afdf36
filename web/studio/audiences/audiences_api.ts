// Audiences, as docs/api.md tells them.
import type { Page } from '../../shared/api.ts'
import { randomId } from '../../shared/ids.ts'
import type { FanLevel } from '../fans/fans_api.ts'
import { staffCall } from '../session.ts'

export const kPurposes = ['ads', 'mailing'] as const
export type Purpose = (typeof kPurposes)[number]
/** Any product, where one is asked for. */
export const kAny = 'any'

export interface AudienceFilter {
  saved: string | null
  ordered: string | null
  not_ordered: string | null
  watched: string | null
  follows: string | null
  level: FanLevel | null
  campaign: string | null
  /** Saved, ordered, watched within so many. */
  days: number | null
}
export interface AudienceFields { title: string; filter: AudienceFilter }
export interface Audience extends AudienceFields { id: string; made_at: string; version: number }
/** Null: fewer than `fewest`. */
export interface Counts { people: number | null; fewest: number; agreed: Record<Purpose, number | null> }
export interface Exported { audience: string; title: string; filter: AudienceFilter; purpose: Purpose; count: number; by: { handle: string; name: string }; at: string }

const id = encodeURIComponent

export const audiencesApi = {
  list: () => staffCall<{ items: Audience[] }>('/api/audiences').then(({ items }) => items),
  add: (fields: AudienceFields) => staffCall<Audience>('/api/audiences', { method: 'POST', body: fields, key: randomId() }),
  save: (audience: Audience, fields: AudienceFields) => staffCall<Audience>(`/api/audiences/${id(audience.id)}`, { method: 'PUT', body: fields, headers: { 'If-Match': `"${audience.version}"` } }),
  remove: (audience: string) => staffCall<void>(`/api/audiences/${id(audience)}`, { method: 'DELETE' }),
  count: (filter: AudienceFilter) => staffCall<Counts>('/api/audience-counts', { method: 'POST', body: filter }),
  giveOut: (audience: string, purpose: Purpose) => staffCall<Blob>(`/api/audiences/${id(audience)}/exports`, { method: 'POST', body: { purpose }, file: true }),
  exports: (cursor: string | null = null) => staffCall<Page<Exported>>(`/api/audience-exports?${new URLSearchParams({ limit: '20', ...(cursor ? { cursor } : {}) })}`),
}
