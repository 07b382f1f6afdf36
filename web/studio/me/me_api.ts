// What one of the staff sees of themselves and of colleagues, as docs/api.md tells it.
import type { Money } from '../../shared/api.ts'
import { staffCall } from '../session.ts'

export interface OwnFigures { viewers_live: number; viewers: number; watched_ms: number; chatters: number; orders: number }
export interface OwnShow { show: string; title: string; live_at: string; length_ms: number | null; cast: number; figures: OwnFigures; sales: Money }
export interface Said { show: string; title: string; at: number; name: string; text: string }
export interface Presenting {
  words: string
  ranked: boolean
  followers: { now: number; weeks: { until: string; followers: number }[] }
  shows: OwnShow[]
  questions: Said[]
  lines: Said[]
  days: number
}

export const kIntents = ['use_idea', 'combination', 'story', 'price'] as const
export type Intents = Record<(typeof kIntents)[number], number>
export interface Making { concept: string; length_ms: number | null; first_pin_ms: number | null; products: number; intents: Intents }
export interface Hit extends Omit<OwnShow, 'cast' | 'length_ms'> { cast: { handle: string; name: string }[]; making: Making }
export interface Hits { items: Hit[]; usual: (Making & { shows: number }) | null; ranked: boolean; days: number }

export const kRanks = ['viewers', 'watch_time', 'sales', 'chatters'] as const
export type Rank = (typeof kRanks)[number]

const id = encodeURIComponent

export const meApi = {
  presenting: () => staffCall<Presenting>('/api/account/presenting'),
  hits: (by: Rank) => staffCall<Hits>(`/api/account/hits?by=${by}`),
  rank: (ranked: boolean) => staffCall<{ ranked: boolean }>('/api/account/ranking', { method: 'PUT', body: { ranked } }),
  words: async (handle: string): Promise<string> => (await staffCall<{ words: string }>(`/api/staff/${id(handle)}`)).words,
  saveWords: (handle: string, words: string) => staffCall<{ words: string }>(`/api/staff/${id(handle)}/words`, { method: 'PUT', body: { words } }),
}
