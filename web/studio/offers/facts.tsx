// What an offer is, in a line or two, wherever staff see it.
import { clock, dateTime, money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import type { StaffOffer } from '../../shared/offers.ts'
import { common } from '../messages/common.ts'
import { offerWords } from '../messages/offers.ts'

/** How it stands at the show clock; null when the show is not on air. */
export function stateOf(offer: StaffOffer, clockMs: number | null): { name: 'ready' | 'open' | 'used' | 'over'; leftMs: number | null } {
  const open = clockMs === null ? undefined : offer.windows.find(({ at, until }) => at <= clockMs && (until === null || clockMs < until))
  if (open) return { name: offer.left === 0 ? 'used' : 'open', leftMs: open.until === null ? null : open.until - clockMs! }
  return { name: offer.windows.length > 0 ? 'over' : 'ready', leftMs: null }
}

export function benefitText(offer: StaffOffer): string {
  const words = offerWords()
  if (offer.benefit === 'percent') return words.off(offer.percent ?? 0)
  if (offer.benefit === 'amount') return words.less(money(offer.amount!, language.value))
  return offer.targets.map(({ price }) => money(price!, language.value)).join(common().dot)
}

/** Pieces, limit a person, length, archive, code: what is not said is not limited. */
export function termsOf(offer: StaffOffer): string[] {
  const words = offerWords()
  return [
    ...(offer.pieces === null ? [] : [words.left(offer.pieces, offer.left ?? 0)]),
    ...(offer.per_person === null ? [] : [words.person(offer.per_person)]),
    offer.lasts_seconds === null ? words.untilClosed : offer.lasts_seconds % 60 === 0 ? words.minutes(offer.lasts_seconds / 60) : clock(offer.lasts_seconds * 1000),
    offer.archive_until === null ? words.liveOnly : words.until(dateTime(new Date(offer.archive_until), language.value)),
    ...(offer.code === null ? [] : [`${words.code} ${offer.code}`]),
  ]
}
