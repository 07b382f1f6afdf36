// What a product cost and what was left of it where the playhead stands. Pure.
import type { Money, Offer } from '../shared/api.ts'
import type { ShelfStep } from '../shared/api_archive.ts'
import { bestOffer } from '../shared/offers.ts'

/** The step in force at `playhead`; null where nothing is known of it. */
export function stepAt(steps: readonly ShelfStep[], playhead: number): ShelfStep | null {
  const step = steps.findLast(({ at }) => at <= playhead)
  return step && (step.price !== null || step.left !== null) ? step : null
}

/** What a product cost for everybody who watched live there: the best offer that was open, however many pieces it had. */
export function spokenPrice(price: Money, offers: readonly Offer[], product: string, playhead: number): Money {
  const open = offers.map((offer) => ({ ...offer, left: null }))
  return bestOffer(open, product, product, price, { playhead, clock: playhead, live: true, wall: 0 })?.price ?? price
}
