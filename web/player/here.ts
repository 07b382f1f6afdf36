// The show that is being watched on this page, for what is bought from it: its offers go by the viewer's own playhead,
// wherever on the page the price stands.
import { signal } from '@preact/signals'
import type { Money, Offer, Product, WantedLine } from '../shared/api.ts'
import { bestOffer, openCoupons, type Offered, type Standing, type Where } from '../shared/offers.ts'
import { keptOf } from './holds.ts'

export interface Here {
  show: string
  /** Reads signals: who draws by it is drawn anew as the playhead goes on. */
  offers: () => readonly Offer[]
  where: () => Where
}

export const here = signal<Here | null>(null)

/** The offer that makes the price of a SKU where the viewer stands, for so many pieces. */
export function offerFor(sku: string, product: string, usual: Money, quantity = 1): Offered | null {
  const now = here.value
  return now && bestOffer(now.offers(), sku, product, usual, now.where(), quantity)
}

/** The offer that makes the lowest price among the SKUs of a product that this viewer could have. */
export function offerForProduct(product: Product): Offered | null {
  let best: Offered | null = null
  for (const { sku, price, left } of product.variants) {
    const offered = left > 0 || keptOf(sku) ? offerFor(sku, product.id, price) : null
    if (offered && (!best || offered.price.amount < best.price.amount)) best = offered
  }
  return best
}

/** The coupons open where the viewer stands, for a product or for any. */
export function couponsHere(product: string | null): { offer: Offer; standing: Standing }[] {
  const now = here.value
  return now ? openCoupons(now.offers(), product, now.where()) : []
}

/** Lines as they are asked for: each that is from this show says where the viewer stands in it. */
export function placed(lines: readonly WantedLine[], moment: { show: string; at: number } | null): WantedLine[] {
  const now = here.peek()
  return lines.map((line) => {
    const own = line.show === undefined && moment ? { ...line, show: moment.show, at: Math.round(moment.at) } : line
    return now && own.show === now.show ? { ...own, playhead: Math.max(0, Math.round(now.where().playhead)) } : own
  })
}

/** Changes whenever an offer begins or ends where the viewer stands: prices are asked for anew then. */
export function offersSeen(): string {
  const now = here.value
  if (!now) return ''
  const where = now.where()
  const open = now.offers().filter((offer) => openCoupons([{ ...offer, coupon: true }], null, where).length > 0)
  return open.map(({ id, left }) => `${id}${left !== null && left < 20 ? ` ${left}` : ''}`).join(',')
}
