// What the shop did, placed on the chart's axis. Pure.
import type { Beside } from './listening_api.ts'

export const kLanes = ['shows', 'campaigns', 'posts'] as const
export type LaneName = (typeof kLanes)[number]

export interface Placed {
  id: string
  name: string
  /** ms since 1970; `until` null for what has no length, or goes on. */
  from: number
  until: number | null
  /** Parts of the axis. */
  left: number
  width: number
  /** Of a show. */
  orders: number | null
  /** Accounts of a post. */
  where: string
}

/** Each lane's items in order of time, cut at the ends of the axis; what goes on ends at `now`. */
export function placed({ shows, campaigns, posts }: Beside, axis: { from: number; until: number }, now: number): Record<LaneName, Placed[]> {
  const part = (at: number): number => Math.max(0, Math.min(1, (at - axis.from) / (axis.until - axis.from)))
  const bar = (from: number, until: number): Pick<Placed, 'left' | 'width'> => ({ left: part(from), width: Math.max(0, part(until) - part(from)) })
  return {
    shows: shows.map(({ show, title, from, until, orders }) => {
      const [begins, ends] = [Date.parse(from), until === null ? null : Date.parse(until)]
      return { id: show, name: title, from: begins, until: ends, ...bar(begins, ends ?? now), orders, where: '' }
    }),
    campaigns: campaigns.map(({ campaign, title, from, until }) => {
      const [begins, ends] = [Date.parse(from), Date.parse(until)]
      return { id: campaign, name: title, from: begins, until: ends, ...bar(begins, ends), orders: null, where: '' }
    }),
    posts: posts.map(({ post, text, at, where }) => ({ id: post, name: text, from: Date.parse(at), until: null, left: part(Date.parse(at)), width: 0, orders: null, where })),
  }
}

/** The one that lies at a part of the axis, or next to it; the shorter of two. -1 without any. */
export function nearest(items: readonly Placed[], at: number): number {
  let best = -1
  const away = ({ left, width }: Placed): number => Math.max(left - at, at - left - width, 0)
  items.forEach((item, index) => {
    const other = items[best]
    if (!other || away(item) < away(other) || (away(item) === away(other) && item.width < other.width)) best = index
  })
  return best
}
