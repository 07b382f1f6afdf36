// Fans and the rules of their levels, as docs/api.md tells them.
import { staffCall } from '../session.ts'

export const kLevels = ['participant', 'fan', 'loyal', 'evangelist'] as const
export type FanLevel = (typeof kLevels)[number]
export const kSorts = ['last', 'shows', 'orders', 'level', 'name'] as const
export type FanSort = (typeof kSorts)[number]

export interface Fan {
  id: string
  name: string
  level: FanLevel
  /** Shows watched. */
  shows: number
  last_visit: string | null
  days_since: number | null
  orders: number
  follows: { handle: string; name: string }[]
}

export interface FanPage {
  items: Fan[]
  next: string | null
  /** How many of each level, whatever level was asked for. */
  levels: Record<FanLevel, number>
  /** The handle of whose followers alone these are; null for everybody. */
  only: string | null
}

export interface FanRules { fan_shows: number; loyal_orders: number; evangelist_arrivals: number; returning_visits: number }

/** A month of Japan; `levels` are those at its end, or now while it goes on. Null: nobody yet, or no more. */
export interface LevelMonth {
  month: string
  over: boolean
  levels: Record<FanLevel, number>
  moves: Move[]
}
export interface Move { from: FanLevel | null; to: FanLevel | null; people: number }

export interface FanFilter { level: FanLevel | ''; follows: string; name: string; sort: FanSort }

export const fansApi = {
  list: (filter: FanFilter, cursor: string | null = null) => staffCall<FanPage>(`/api/fans?${query({ ...filter, cursor: cursor ?? '', limit: '50' })}`),
  levels: async (months: number) => (await staffCall<{ months: LevelMonth[] }>(`/api/fans/levels?months=${months}`)).months,
  rules: () => staffCall<FanRules>('/api/fans/rules'),
  saveRules: (rules: FanRules) => staffCall<FanRules>('/api/fans/rules', { method: 'PUT', body: rules }),
}

function query(all: Record<string, string>): string {
  return new URLSearchParams(Object.entries(all).filter(([, value]) => value !== '')).toString()
}
