// Offers of a show (docs/api.md, "Offers"): whether one holds where a viewer stands, and what a piece costs with it. Pure.
//
// The same rules as the server's (src/shop/offers/offer.h), which decides again when an order comes: the playhead, brought within
// half a minute of the show clock, lies in an opening; in the archive, until its date, it is not before the first one.
import type { Money } from './format.ts'
import type { TimelineEvent } from './api.ts'

export interface OfferTarget {
  product: string
  /** Null: every SKU of the product. */
  sku: string | null
  /** Of the kind price. */
  price: Money | null
}

export interface OfferWindow {
  at: number
  /** The first moment at which it no longer holds; null until it is closed. */
  until: number | null
}

export interface Offer {
  id: string
  title: string
  benefit: 'price' | 'percent' | 'amount'
  percent: number | null
  amount: Money | null
  targets: OfferTarget[]
  /** Only for those who give a code at the checkout. */
  coupon: boolean
  /** The code, where viewers may read it. */
  code: string | null
  pieces: number | null
  left: number | null
  per_person: number | null
  archive_until: string | null
  windows: OfferWindow[]
}

/** What staff read besides. */
export interface StaffOffer extends Offer {
  code_shown: boolean
  lasts_seconds: number | null
  sold: number
}

export const kPriceReachBackMs = 30_000

/** Where a viewer stands. */
export interface Where {
  playhead: number
  /** The show clock; the length of a show that has ended. */
  clock: number
  /** Follows the live picture; false in the archive. */
  live: boolean
  /** Milliseconds since the epoch. */
  wall: number
}

export interface Standing {
  /** Until it ends where this viewer stands; null when nobody knows. */
  leftMs: number | null
  /** Of the whole opening, for a bar that runs out. */
  lengthMs: number | null
  /** In the archive: the date until which it holds. */
  until: string | null
}

/** How an offer stands for this viewer; null when it does not hold. */
export function standingOf(offer: Offer, where: Where): Standing | null {
  const { playhead, clock, live, wall } = where
  const first = offer.windows[0]
  if (!first) return null
  if (!live) {
    const ends = offer.archive_until === null ? 0 : Date.parse(offer.archive_until)
    return wall < ends && playhead >= first.at ? { leftMs: ends - wall, lengthMs: null, until: offer.archive_until } : null
  }
  const place = Math.min(Math.max(playhead, clock - kPriceReachBackMs), clock)
  const open = offer.windows.find(({ at, until }) => at <= place && (until === null || place < until))
  if (!open) return null
  return { leftMs: open.until === null ? null : open.until - place, lengthMs: open.until === null ? null : open.until - open.at, until: null }
}

/** What a piece costs with the offer; null where it does not touch the SKU or would not make it cheaper. */
export function offeredPrice(offer: Offer, sku: string, product: string, usual: Money): Money | null {
  const touching = offer.targets.filter((target) => target.product === product && (target.sku === null || target.sku === sku))
  const target = touching.find((one) => one.sku !== null) ?? touching[0]
  if (!target) return null
  const amount =
    offer.benefit === 'percent'
      ? Math.floor((usual.amount * (100 - (offer.percent ?? 0))) / 100)
      : offer.benefit === 'amount'
        ? usual.amount - (offer.amount?.amount ?? 0)
        : (target.price?.amount ?? usual.amount)
  const price = Math.max(1, amount)
  return price < usual.amount ? { ...usual, amount: price } : null
}

export interface Offered {
  offer: Offer
  standing: Standing
  price: Money
  usual: Money
}

/** The best offer for a SKU where this viewer stands, without a code; one that is used up is none. */
export function bestOffer(offers: readonly Offer[], sku: string, product: string, usual: Money, where: Where, quantity = 1): Offered | null {
  let best: Offered | null = null
  for (const offer of offers) {
    if (offer.coupon || (offer.left !== null && offer.left < quantity)) continue
    const standing = standingOf(offer, where)
    const price = standing && offeredPrice(offer, sku, product, usual)
    if (standing && price && (!best || price.amount < best.price.amount)) best = { offer, standing, price, usual }
  }
  return best
}

/** The open coupons that could make a product cheaper. */
export function openCoupons(offers: readonly Offer[], product: string | null, where: Where): { offer: Offer; standing: Standing }[] {
  return offers.flatMap((offer) => {
    if (!offer.coupon || offer.left === 0) return []
    if (product !== null && !offer.targets.some((target) => target.product === product)) return []
    const standing = standingOf(offer, where)
    return standing ? [{ offer, standing }] : []
  })
}

/** With what an event of the show says; the same list when it says nothing of offers. Any offer of the kind stays as it is known. */
export function withOfferEvent<O extends Offer>(offers: readonly O[], event: TimelineEvent): readonly O[] {
  if (!event.kind.startsWith('offer.')) return offers
  const { offer: id, shown, left, until, sold } = event.data
  const known = offers.find((offer) => offer.id === id)
  switch (event.kind) {
    case 'offer.opened':
    case 'offer.changed': {
      const news = {
        ...(shown as Offer | undefined),
        ...(left === undefined ? {} : { left: left as number | null }),
        ...(sold === undefined ? {} : { sold: sold as number }),
      }
      if (!known) return shown ? [...offers, news as O] : offers
      // A code that only staff read is not taken from them by what viewers are told.
      return offers.map((offer) => (offer === known ? { ...known, ...news, code: news.code ?? known.code } : offer))
    }
    case 'offer.closed':
      return offers.map((offer) => (offer === known ? { ...known, windows: closed(known.windows, Number(until)) } : offer))
    default:
      return offers
  }
}

function closed(windows: readonly OfferWindow[], until: number): OfferWindow[] {
  return windows.map((window, index) => (index === windows.length - 1 ? { ...window, until: Math.min(window.until ?? Infinity, until) } : window))
}
