// A month as weeks of days, in the browser's zone. Pure but for that zone.
import type { Post } from '../posts/posts_api.ts'
import type { MonthShow } from './calendar_api.ts'

/** A month by its first day, local. */
export interface Month { year: number; month: number }

const two = (n: number): string => String(n).padStart(2, '0')

/** '2026-11'. */
export const nameOf = ({ year, month }: Month): string => `${year}-${two(month + 1)}`

/** The month that an address says, or the one of `now`. */
export function monthIn(address: string, now: Date): Month {
  const found = /^(\d{4})-(\d{2})$/.exec(new URLSearchParams(address.split('?')[1] ?? '').get('month') ?? '')
  const month = Number(found?.[2]) - 1
  return found && month >= 0 && month < 12 ? { year: Number(found[1]), month } : { year: now.getFullYear(), month: now.getMonth() }
}

export function moved({ year, month }: Month, by: number): Month {
  const first = new Date(year, month + by, 1)
  return { year: first.getFullYear(), month: first.getMonth() }
}

/** '2026-11-05', local. */
export const dayOf = (at: Date): string => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`

/** The days of the whole weeks that the month touches. Weeks begin on Sunday (0) or Monday (1). */
export function daysOf({ year, month }: Month, weekBegins: 0 | 1): Date[] {
  const first = new Date(year, month, 1)
  const before = (first.getDay() - weekBegins + 7) % 7
  const days = new Date(year, month + 1, 0).getDate()
  const all = Math.ceil((before + days) / 7) * 7
  return Array.from({ length: all }, (_, place) => new Date(year, month, 1 - before + place))
}

/** Shows by local day, each day in order of time. */
export function byDay(shows: readonly MonthShow[]): Map<string, MonthShow[]> {
  const days = new Map<string, MonthShow[]>()
  for (const show of shows) {
    if (!show.at) continue
    const day = dayOf(new Date(show.at))
    days.set(day, [...(days.get(day) ?? []), show])
  }
  for (const list of days.values()) list.sort((a, b) => a.at!.localeCompare(b.at!))
  return days
}

type Timed = Pick<Post, 'at' | 'made_at' | 'channels'>

/** When a post went out, is due, or was written while it has no time. */
export function postTime(post: Timed): Date {
  const out = post.channels.map(({ published_at: at }) => at).filter((at) => at !== null).sort()[0]
  return new Date(out ?? post.at ?? post.made_at)
}

/** Posts by local day, each day in order of time. */
export function postsByDay<P extends Timed>(posts: readonly P[]): Map<string, P[]> {
  const days = new Map<string, P[]>()
  for (const post of posts.toSorted((a, b) => postTime(a).getTime() - postTime(b).getTime())) {
    const day = dayOf(postTime(post))
    days.set(day, [...(days.get(day) ?? []), post])
  }
  return days
}
