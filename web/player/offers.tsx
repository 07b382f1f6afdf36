// An offer as a viewer sees it: its bar with the time that is left, the price with the usual one struck through, its pieces.
import type { Money, Offer, Product } from '../shared/api.ts'
import { clock, dateTime, money } from '../shared/format.ts'
import { language } from '../shared/i18n.ts'
import { Icon } from '../shared/icons.tsx'
import type { Offered, Standing } from '../shared/offers.ts'
import { couponsHere, offerForProduct } from './here.ts'
import { offerWords } from './messages/offers.ts'
import { Price, priceOf } from './parts.tsx'
import './offers.css'

/** What holds for a product now: an offer that makes its price, or a coupon that could. */
export function OfferBar({ product }: { product: Product }) {
  const offered = offerForProduct(product)
  if (offered) return <Bar offer={offered.offer} standing={offered.standing} />
  const coupon = couponsHere(product.id)[0]
  return coupon ? <Bar offer={coupon.offer} standing={coupon.standing} /> : null
}

function Bar({ offer, standing }: { offer: Offer; standing: Standing }) {
  const t = offerWords()
  const { leftMs, lengthMs, until } = standing
  return (
    <div class="offer-bar" data-test="offer" data-offer={offer.id} data-left-ms={leftMs ?? undefined}>
      <Icon name="ticket" size="s" />
      <b class="nm">
        {offer.title}
        {offer.coupon && <span class="code n">{t.withCoupon(offer.code)}</span>}
      </b>
      {until ? (
        <span class="end n">{t.until(dateTime(new Date(until), language.value))}</span>
      ) : (
        leftMs !== null && (
          <span class="end" role="timer" data-test="offer-time">
            {t.endsIn} <b class="n">{clock(leftMs + 999)}</b>
          </span>
        )
      )}
      {leftMs !== null && lengthMs !== null && lengthMs > 0 && <i class="runs" style={{ transform: `scaleX(${Math.max(0, Math.min(1, leftMs / lengthMs))})` }} aria-hidden="true" />}
    </div>
  )
}

/** A price, and the usual one where an offer makes it lower. */
export function OfferPrice({ value, usual, tax = true }: { value: Money; usual: Money | null; tax?: boolean }) {
  return (
    <span class={usual ? 'offer-price' : ''} data-test={usual ? 'offer-price' : undefined}>
      <Price value={value} tax={tax} />
      {usual && (
        <s class="usual n">
          <span class="vh">{offerWords().usual('')}</span>
          {money(usual, language.value)}
        </s>
      )}
    </span>
  )
}

export function ProductPrice({ product, tax = true }: { product: Product; tax?: boolean }) {
  const offered = offerForProduct(product)
  return <OfferPrice value={offered?.price ?? priceOf(product)} usual={offered?.usual ?? null} tax={tax} />
}

/** In a list: that there is something, and how long. */
export function OfferTag({ product }: { product: Product }) {
  const found = offerForProduct(product) ?? couponsHere(product.id)[0]
  if (!found) return null
  const { leftMs, until } = found.standing
  return (
    <span class="offer-tag" data-test="offer-tag" data-offer={found.offer.id}>
      <Icon name="ticket" size="xs" />
      <span>
        {found.offer.title}
        {leftMs !== null && !until && <span class="n"> {clock(leftMs + 999)}</span>}
      </span>
    </span>
  )
}

/** Pieces of a limited offer, in the place of the stock. */
export function OfferLeft({ offered }: { offered: Offered }) {
  const { pieces, left } = offered.offer
  if (pieces === null || left === null) return null
  return (
    <span class="left n" data-test="offer-left" data-left={left}>
      {offerWords().left(pieces, left)}
    </span>
  )
}
