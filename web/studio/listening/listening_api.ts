// Listening, as docs/api.md tells it.
import { sendFile } from '../parts/send_file.ts'
import { staffCall } from '../session.ts'

export const kTermKinds = ['shop', 'product', 'staff', 'rival'] as const
export type TermKind = (typeof kTermKinds)[number]

export interface Term { id: number; kind: TermKind; name: string; aliases: string[]; about: string; counting: boolean }
export interface Voice extends Term { count: number; before: number }
export interface Spike { term: number; at: string; count: number; expected: number; score: number }
export interface Network { network: string; total: number; counts: number[] }
/** What the shop did in these days, in order of time; `left_off` are those past the newest 200 of each. */
export interface Beside {
  shows: { show: string; title: string; from: string; until: string | null; orders: number }[]
  campaigns: { campaign: string; title: string; from: string; until: string }[]
  posts: { post: string; text: string; at: string; where: string }[]
  left_off: { shows: number; campaigns: number; posts: number }
}
export interface Trend {
  term: number
  from: string
  to: string
  step: 'hour' | 'day'
  networks: Network[]
  total: number
  voices: Voice[]
  spikes: Spike[]
  beside: Beside
  /** Mentions ever counted. */
  all: number
  newest: string | null
}
export interface Word { word: string; now: number; before: number }
export interface Explained extends Spike {
  words: Word[]
  authors: { network: string; author: string; mentions: number; followers: number; boosts: number }[]
  happenings: { what: 'show' | 'pin' | 'offer' | 'campaign' | 'tier' | 'post'; at: string; show: string; title: string; name: string }[]
}
export interface Mention {
  id: number
  network: string
  at: string
  author: string
  text: string
  url: string
  followers: number | null
  boosts: number | null
  likes: number | null
  terms: number[]
}
export interface ImportReport { fresh: number; known: number; refused_count: number; refused: { line: number; column: string; why: string }[] }
export interface ImportState { state: 'none' | 'running' | 'done' | 'failed'; bytes: number; of: number; rows: number; report: ImportReport | null; why: string | null }
export type NewTerm = Pick<Term, 'kind' | 'name' | 'aliases'>

export const listeningApi = {
  trend: (term: number, days: number) => staffCall<Trend>(`/api/listening/trend?term=${term}&days=${days}`),
  words: (term: number, from: string, to: string) => staffCall<{ words: Word[] }>(`/api/listening/words?term=${term}&from=${from}&to=${to}`),
  spike: (spike: Spike) => staffCall<Explained>(`/api/listening/spikes/${encodeURIComponent(spike.at)}?term=${spike.term}`),
  mentions: (term: number, from: string, to: string, cursor: string | null) =>
    staffCall<{ items: Mention[]; next: string | null }>(`/api/listening/mentions?${new URLSearchParams({ term: String(term), from, to, limit: '20', ...(cursor ? { cursor } : {}) })}`),
  terms: () => staffCall<{ items: Term[] }>('/api/listening/terms'),
  addTerm: (term: NewTerm) => staffCall<Term>('/api/listening/terms', { method: 'POST', body: term }),
  changeTerm: (id: number, term: NewTerm & { about: string }) => staffCall<Term>(`/api/listening/terms/${id}`, { method: 'PUT', body: term }),
  removeTerm: (id: number) => staffCall<void>(`/api/listening/terms/${id}`, { method: 'DELETE' }),
  settings: () => staffCall<{ kept_days: number }>('/api/listening/settings'),
  saveSettings: (kept_days: number) => staffCall<{ kept_days: number }>('/api/listening/settings', { method: 'PUT', body: { kept_days } }),
  erase: (network: string, author: string) => staffCall<{ mentions: number }>('/api/listening/erase', { method: 'POST', body: { network, author } }),
  importState: () => staffCall<ImportState>('/api/listening/import'),
}

export const sendMentions = (file: File, network: string, gone: (share: number) => void): Promise<ImportReport> =>
  sendFile(`/api/listening/import${network ? `?network=${encodeURIComponent(network)}` : ''}`, file, gone)
