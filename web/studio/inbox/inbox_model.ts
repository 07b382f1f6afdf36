// What the address says of the inbox, and what may be done with an item. Pure.
import type { Role } from '../../shared/api.ts'
import type { InboxItem } from './inbox_api.ts'

export const kStates = ['waiting', 'answered', 'aside', 'all'] as const
export type StateFilter = (typeof kStates)[number]
export const kKinds = ['reply', 'mention', 'question'] as const

export interface Asked { state: StateFilter; network: string; kind: string; text: string; order: 'newest' | 'oldest'; item: string }

/** What an address asks for; whoever waits longest comes first, unless the newest are wished. */
export function asked(place: string): Asked {
  const query = new URLSearchParams(place.split('?')[1] ?? '')
  const state = kStates.find((one) => one === query.get('state')) ?? 'waiting'
  const kind = kKinds.find((one) => one === query.get('kind')) ?? ''
  return { state, network: query.get('network') ?? '', kind, text: query.get('text') ?? '', order: query.get('order') === 'oldest' ? 'oldest' : 'newest', item: query.get('item') ?? '' }
}

export function addressOf(wanted: Asked): string {
  const query = new URLSearchParams()
  if (wanted.state !== 'waiting') query.set('state', wanted.state)
  for (const name of ['network', 'kind', 'text', 'item'] as const) if (wanted[name]) query.set(name, wanted[name])
  if (wanted.order === 'oldest') query.set('order', 'oldest')
  const text = query.toString()
  return `/studio/inbox${text ? `?${text}` : ''}`
}

/** The query of the list that this is a view of. */
export function queryOf(wanted: Asked): string {
  const query = new URLSearchParams({ state: wanted.state, order: wanted.order })
  for (const name of ['network', 'kind', 'text'] as const) if (wanted[name]) query.set(name, wanted[name])
  return query.toString()
}

/** As on the server: shows are answered by who stands in them, networks by who plans, too. */
export function mayAnswer(role: Role | undefined, item: InboxItem): boolean {
  if (role === undefined) return false
  return item.show ? ['owner', 'director', 'presenter'].includes(role) : ['owner', 'planner', 'director', 'presenter'].includes(role)
}

/** Whether the one who looks is free to answer it now. */
export function isFree(item: InboxItem, handle: string): boolean {
  if (item.gone || item.state === 'aside' || item.state === 'sending') return false
  return item.state !== 'claimed' || item.claim?.by.id === handle
}

/** How many characters a text has, as a person counts them. */
export function lengthOf(text: string): number {
  return [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)].length
}

/** A first page that was asked for anew, and what was read behind it. */
export function withFreshPage<T extends { id: string }>(fresh: readonly T[], read: readonly T[], pageSize: number): T[] {
  if (read.length <= pageSize) return [...fresh]
  const known = new Set(fresh.map(({ id }) => id))
  return [...fresh, ...read.slice(pageSize).filter(({ id }) => !known.has(id))]
}

export interface Piece { text: string; link: boolean }
/** Others' text cut into words and web addresses: these are shown as they are written. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = []
  let from = 0
  for (const match of text.matchAll(/https?:\/\/[^\s<>"'「」（）()]+[^\s<>"'「」（）().,、。!?]/g)) {
    if (match.index > from) found.push({ text: text.slice(from, match.index), link: false })
    found.push({ text: match[0], link: true })
    from = match.index + match[0].length
  }
  if (from < text.length) found.push({ text: text.slice(from), link: false })
  return found
}
