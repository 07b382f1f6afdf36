// Posts, as docs/api.md tells them.
import type { Page, Picture } from '../../shared/api.ts'
import type { Clip } from '../../shared/api_archive.ts'
import type { Money } from '../../shared/format.ts'
import { randomId } from '../../shared/ids.ts'
import { staffCall } from '../session.ts'
import { all } from '../studio_api.ts'

export type PostState = 'draft' | 'approved' | 'scheduled' | 'publishing' | 'published' | 'failed' | 'removed'
export type OnChannel = 'waiting' | 'publishing' | 'published' | 'failed' | 'removing' | 'removed'
export const kMoments = ['announced', 'live', 'archived'] as const
export type ShowMoment = (typeof kMoments)[number]
export type TargetKind = 'show' | 'product' | 'clip' | 'staff'

export interface Rate { value: number | null; numerator: number; denominator: number; definition: string; version: string }
export interface Brought {
  posts: number
  /** Of them, those whose network tells impressions. */
  told: number
  impressions: number
  clicks: number
  previews: number
  bots: number
  own: number
  arrivals: number
  verified: number
  orders: number
  sales: Money
  likes: number
  shares: number
  replies: number
  ctr: Rate
  cvr: Rate
}
export interface Who { handle: string; name: string }
export interface PostChannel {
  account: string
  network: string
  name: string
  staff: Who | null
  state: OnChannel
  /** All that is said there: words, disclosure, link. */
  whole: string
  link: string | null
  tries: number
  next_try_at: string | null
  problem: { type: string; detail: string } | null
  /** It may stand there twice. */
  uncertain: boolean
  url: string | null
  published_at: string | null
  counted_at: string | null
  impressions: number | null
  likes: number | null
  shares: number | null
  replies: number | null
  brought: Brought | null
}
export interface Post {
  id: string
  text: string
  language: 'ja' | 'en'
  picture: string | null
  picture_shown: Picture | null
  picture_alt: string
  target: { kind: TargetKind; id: string; at: number | null; title: string } | null
  at: string | null
  moment: { show: string; moment: ShowMoment; title: string } | null
  state: PostState
  begun: boolean
  written_by: Who
  changed_by: Who
  approved: { by: Who; at: string } | null
  made_at: string
  version: number
  channels: PostChannel[]
  brought: Brought | null
}
export interface PostFields {
  text: string
  accounts: string[]
  language: 'ja' | 'en'
  picture: string | null
  picture_alt: string | null
  target: { show: string; at?: number } | { product: string } | { clip: string } | { staff: string } | null
  at: string | null
  show: string | null
  moment: ShowMoment | null
}
export interface PostAccount { id: string; network: string; name: string; staff: Who | null; state: string; most_length: number; needs_picture: boolean }
export interface Check { account: string; name: string; network: string; whole: string; length: number; most: number; problem: { field: string; detail: string } | null }

export interface PublicClip extends Clip { show_title: string }

export type Idea =
  | { kind: 'show'; target: { show: string }; title: string; starts_at: string }
  | { kind: 'moment'; target: { show: string; at: number }; title: string; at_ms: number; hearts: number }
  | { kind: 'question'; target: { product: string }; title: string; text: string; seconds: number }
  | { kind: 'low'; target: { product: string }; title: string; left: number }
export interface Today { streak: number; published: number; planned: number; drafts: number; alarm: boolean; ideas: Idea[] }
export interface Summed extends Brought { name: string; title: string; enough: boolean }
export interface Figures { all: Brought; steady: Brought; enough_from: number; kinds: Summed[]; hours: Summed[]; networks: Summed[]; products: Summed[]; staff: Summed[] }

const id = encodeURIComponent
const offset = (): number => -new Date().getTimezoneOffset()
const step = (post: string, name: string, method = 'POST') => staffCall<Post>(`/api/posts/${id(post)}/${name}`, { method })

export const postsApi = {
  list: (cursor: string | null = null, between: { from?: string; until?: string } = {}) =>
    staffCall<Page<Post>>(`/api/posts?${new URLSearchParams({ limit: '50', ...(cursor ? { cursor } : {}), ...between })}`),
  /** Of a stretch of days; at most eight a day of two months. */
  between: (from: Date, until: Date) => all((cursor) => postsApi.list(cursor, { from: from.toISOString(), until: until.toISOString() }), 500),
  get: (post: string) => staffCall<Post>(`/api/posts/${id(post)}`),
  add: (fields: PostFields) => staffCall<Post>('/api/posts', { method: 'POST', body: fields, key: randomId() }),
  save: (post: string, version: number, fields: PostFields) => staffCall<Post>(`/api/posts/${id(post)}`, { method: 'PUT', body: fields, headers: { 'If-Match': `"${version}"` } }),
  remove: (post: string) => staffCall<Post>(`/api/posts/${id(post)}`, { method: 'DELETE' }),
  approve: (post: Post) => staffCall<Post>(`/api/posts/${id(post.id)}/approval`, { method: 'POST', headers: { 'If-Match': `"${post.version}"` } }),
  withdraw: (post: string) => step(post, 'approval', 'DELETE'),
  publish: (post: string) => step(post, 'publication'),
  retry: (post: string) => step(post, 'retry'),
  count: (post: string) => step(post, 'counts'),
  check: (fields: PostFields) => staffCall<{ items: Check[] }>('/api/post-checks', { method: 'POST', body: fields }),
  accounts: () => staffCall<{ items: PostAccount[] }>('/api/post-accounts').then(({ items }) => items),
  clips: (q: string, cursor: string | null = null) => staffCall<Page<PublicClip>>(`/api/clips?${new URLSearchParams({ q, limit: '12', ...(cursor ? { cursor } : {}) })}`),
  picture: (file: Blob) => staffCall<Picture & { id: string }>('/api/post-pictures', { method: 'POST', body: file }),
  today: () => staffCall<Today>(`/api/posts-today?offset=${offset()}`),
  figures: (days: number) => staffCall<Figures>(`/api/post-figures?${new URLSearchParams({ from: new Date(Date.now() - days * 86_400_000).toISOString(), offset: String(offset()) })}`),
  rules: () => staffCall<{ second_person: boolean }>('/api/post-settings'),
  saveRules: (rules: { second_person: boolean }) => staffCall<{ second_person: boolean }>('/api/post-settings', { method: 'PUT', body: rules }),
}
