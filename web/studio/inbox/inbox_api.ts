// The inbox as staff read it and what they do in it (docs/api.md, "Inbox").
import type { Page } from '../../shared/api.ts'
import { randomId } from '../../shared/ids.ts'
import { staffCall } from '../session.ts'

export type ItemState = 'open' | 'claimed' | 'sending' | 'answered' | 'aside'
export type ItemKind = 'reply' | 'mention' | 'question'
export interface Person { id: string; name: string }
export interface ItemAnswer {
  id: string
  by: Person
  text: string
  state: 'waiting' | 'sent' | 'failed'
  tries: number
  next_at: string | null
  /** What the network said when it did not take it. */
  why: string | null
  url: string | null
  made_at: string | null
  sent_at: string | null
}
export interface InboxItem {
  id: string
  /** "show" for questions of a show. */
  network: string
  /** Our account there, or the show's title. */
  account: string
  kind: ItemKind
  author: string
  author_url: string | null
  text: string
  url: string | null
  said_at: string
  came_at: string
  state: ItemState
  /** Further ones by this author in that hour. */
  more: number
  gone: 'withdrawn' | 'old' | null
  claim: { by: Person; until: string } | null
  aside: { by: Person | null; reason: string } | null
  answers: ItemAnswer[]
  most_length: number | null
  show: { id: string; title: string; state: 'live' | 'archived'; seq: number; at: number; seconds: number } | null
}
export interface InboxAccount { id: string; network: string; name: string; asked_at: string | null; why: string | null }
export interface InboxPage extends Page<InboxItem> { waiting: number; networks: string[]; accounts: InboxAccount[] }
export interface NetworkFigures { network: string; came: number; answered: number; aside: number; waiting: number; median_ms: number | null; p90_ms: number | null }
export interface InboxFigures { weeks: { from: string; networks: NetworkFigures[] }[]; people: { by: Person; answers: number }[] }

const id = encodeURIComponent
const place = (item: InboxItem): string => (item.show ? `/api/inbox/questions/${id(item.show.id)}/${item.show.seq}` : `/api/inbox/items/${id(item.id)}`)
const post = <T>(path: string, body: unknown = {}): Promise<T> => staffCall<T>(path, { method: 'POST', body })

export const inboxApi = {
  items: (query: string, cursor: string | null = null) => staffCall<InboxPage>(`/api/inbox?${query}${query ? '&' : ''}limit=50${cursor ? `&cursor=${id(cursor)}` : ''}`),
  item: (itemId: string) => staffCall<InboxItem>(`/api/inbox/items/${id(itemId)}`),
  count: () => staffCall<{ waiting: number }>('/api/inbox/count'),
  figures: () => staffCall<InboxFigures>('/api/inbox/figures'),
  look: () => post<void>('/api/inbox/look'),
  claim: (item: InboxItem) => post<InboxItem>(`${place(item)}/claim`),
  release: (item: InboxItem) => post<InboxItem>(`${place(item)}/release`),
  /** `key` is one a draft: sent twice, it is said once. */
  answer: (item: InboxItem, text: string, key: string = randomId()) => staffCall<InboxItem>(`${place(item)}/answers`, { method: 'POST', body: { text }, key }),
  retry: (answer: ItemAnswer) => post<InboxItem>(`/api/inbox/answers/${id(answer.id)}/retry`),
  putAside: (item: InboxItem, reason: string) => post<InboxItem>(`/api/inbox/items/${id(item.id)}/aside`, { reason }),
  reopen: (item: InboxItem) => post<InboxItem>(`/api/inbox/items/${id(item.id)}/reopen`),
}
