// A post as it is typed, and as the server takes it. Pure but for the browser's zone.
import { fromField, toField } from '../shows/local_time.ts'
import type { Post, PostAccount, PostFields, ShowMoment, TargetKind } from './posts_api.ts'

export type When = 'none' | 'time' | 'moment'
export interface TypedPost {
  text: string
  accounts: string[]
  language: 'ja' | 'en'
  picture: string | null
  pictureAlt: string
  kind: '' | TargetKind
  target: string
  /** Of a show, as minutes and seconds: "1:02"; empty from where it stands. */
  at: string
  when: When
  time: string
  show: string
  moment: ShowMoment
}

export type Wrong = Record<string, 'empty' | 'accounts' | 'target' | 'clock' | 'time' | 'show'>

/** What an idea or another page fills in. */
export interface Begun { text?: string; kind?: TargetKind; target?: string; atMs?: number; show?: string; moment?: ShowMoment }

/** The shop's own, but for those that take no words alone. Its actor in the fediverse announces shows and clips by itself, and is ticked where there is no other. */
export function usualAccounts(accounts: readonly PostAccount[]): string[] {
  const own = accounts.filter(({ staff, needs_picture: needs }) => staff === null && !needs)
  const elsewhere = own.filter(({ network }) => network !== 'fediverse')
  return (elsewhere.length > 0 ? elsewhere : own).map(({ id }) => id)
}

export function newPost(begun: Begun, language: 'ja' | 'en', accounts: string[]): TypedPost {
  return {
    text: begun.text ?? '', accounts, language, picture: null, pictureAlt: '', kind: begun.kind ?? '', target: begun.target ?? '', at: begun.atMs === undefined ? '' : toClock(begun.atMs),
    when: begun.show ? 'moment' : 'none', time: '', show: begun.show ?? '', moment: begun.moment ?? 'announced',
  }
}

export function typedPost(post: Post): TypedPost {
  return {
    text: post.text, accounts: post.channels.map(({ account }) => account), language: post.language, picture: post.picture, pictureAlt: post.picture_alt,
    kind: post.target?.kind ?? '', target: post.target?.id ?? '', at: post.target?.at == null ? '' : toClock(post.target.at),
    when: post.moment ? 'moment' : post.at ? 'time' : 'none', time: toField(post.at), show: post.moment?.show ?? '', moment: post.moment?.moment ?? 'announced',
  }
}

const toClock = (ms: number): string => `${Math.floor(ms / 60_000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, '0')}`

/** "1:02" or "62" or "1:02:03" as milliseconds; null when it is none. */
export function clockMs(text: string): number | null {
  const parts = text.normalize('NFKC').trim().split(':')
  if (parts.length > 3 || parts.some((part, place) => !/^\d{1,4}$/.test(part) || (place > 0 && Number(part) > 59))) return null
  return parts.reduce((sum, part) => sum * 60 + Number(part), 0) * 1000
}

export function postFields(typed: TypedPost): { fields: PostFields } | { wrong: Wrong } {
  const wrong: Wrong = {}
  if (!typed.text.trim()) wrong['text'] = 'empty'
  if (typed.accounts.length === 0) wrong['accounts'] = 'accounts'
  if (typed.kind && !typed.target) wrong['target'] = 'target'
  const at = typed.kind === 'show' && typed.at.trim() ? clockMs(typed.at) : undefined
  if (at === null) wrong['clock'] = 'clock'
  const time = typed.when === 'time' ? fromField(typed.time) : null
  if (typed.when === 'time' && !time) wrong['at'] = 'time'
  if (typed.when === 'moment' && !typed.show) wrong['show'] = 'show'
  if (Object.keys(wrong).length > 0) return { wrong }
  const target = typed.kind === '' ? null : ({ [typed.kind]: typed.target, ...(typeof at === 'number' ? { at } : {}) } as PostFields['target'])
  return {
    fields: {
      text: typed.text.trim(), accounts: typed.accounts, language: typed.language, picture: typed.picture, picture_alt: typed.picture && typed.pictureAlt.trim() ? typed.pictureAlt.trim() : null, target,
      at: time, show: typed.when === 'moment' ? typed.show : null, moment: typed.when === 'moment' ? typed.moment : null,
    },
  }
}
