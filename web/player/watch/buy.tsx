// The sheet in which one buys, while the show goes on behind it.
//
// What was typed stays when the sheet is closed. The outcome of an order is never guessed: while no answer has come,
// the sheet offers only to ask again, as the same order (order_attempt.ts).
import { useEffect, useState } from 'preact/hooks'
import type { Missed, Money, Problem, Product } from '../../shared/api.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { dateTime, money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { cartOpen, putIntoCart } from '../cart.ts'
import { CheckoutForm } from '../checkout/checkout_form.tsx'
import { useOrdering, type Ordering } from '../checkout/ordering.ts'
import { Placed, Unknown } from '../checkout/outcomes.tsx'
import { Stepper } from '../checkout/stepper.tsx'
import { boughtHolds, keptOf, placeOf } from '../holds.ts'
import { offerFor } from '../here.ts'
import { goneText, offerWords } from '../messages/offers.ts'
import { productWords } from '../messages/product.ts'
import { words } from '../messages/words.ts'
import { OfferBar, OfferLeft, OfferPrice } from '../offers.tsx'
import { opensToMe } from '../on_sale.ts'
import { ProductPicture, Stock } from '../parts.tsx'
import { firstChoice } from '../variant_choice.ts'
import { VariantChooser } from '../variants.tsx'
import { InLine, KeepButton, KeptBanner, sellingOf, SellingNote } from './hold.tsx'
import './buy.css'

const kMostPieces = 99

export interface BuyProps {
  product: Product
  /** The SKU that was chosen already, where one was. */
  sku?: string | undefined
  /** The show and the place in it that the order belongs to, where there is one. */
  moment: (() => { show: string; at: number }) | null
  onClose: () => void
}

export function BuySheet({ product, sku, moment, onClose }: BuyProps) {
  const t = words()
  const ordering = useOrdering(product.title, (order) => void boughtHolds(order.lines.map((line) => line.sku)))
  const { outcome, busy, refused } = ordering
  return (
    <Dialog open onClose={onClose} title={t.buyTitle(product.title)} titleHidden kind="sheet" busy={busy} class="buy-sheet" test="buy-sheet">
      {outcome?.kind === 'placed' ? (
        <Placed order={outcome.order} onClose={onClose} />
      ) : ordering.unknown ? (
        <Unknown busy={busy} problem={outcome?.kind === 'unknown' ? outcome.problem : null} onAsk={ordering.askAgain} />
      ) : refused?.type === 'sold-out' ? (
        <Lost problem={refused} product={product} onClose={onClose} onAgain={ordering.forget} />
      ) : (
        <BuyForm product={product} sku={sku} moment={moment} ordering={ordering} onClose={onClose} />
      )}
    </Dialog>
  )
}

function BuyForm({ product, sku: chosen, moment, ordering, onClose }: BuyProps & { ordering: Ordering }) {
  const t = words()
  const { busy, refused } = ordering
  const [sku, setSku] = useState(() => {
    const { variants } = product
    const own = variants.find((one) => keptOf(one.sku)) ?? variants.find((one) => placeOf(one.sku))
    return chosen ?? (own ?? firstChoice(variants))?.sku ?? product.id
  })
  const [wanted, setWanted] = useState(1)
  /** A price that the server named when it had changed since the sheet was opened. */
  const [now, setNow] = useState<Record<string, Money>>({})
  const [gone, setGone] = useState('')
  const variant = product.variants.find((one) => one.sku === sku)
  const hold = keptOf(sku)
  const place = placeOf(sku)
  const keeps = sellingOf(product).keeps
  // What this person could have: the pieces kept for them are theirs.
  const left = (variant?.left ?? product.left) + (hold?.quantity ?? 0)
  const usual = variant?.price ?? product.price
  const offered = now[sku] ? null : offerFor(sku, product.id, usual)
  const price = now[sku] ?? offered?.price ?? usual
  const opens = opensToMe(product)

  useEffect(() => {
    if (refused?.members['sku'] !== sku) return
    const { now: unit, why, left: offerLeft } = refused.members
    if (refused.type === 'price-changed') setNow({ ...now, [sku]: unit as Money })
    if (refused.type === 'offer-gone') lost(why as Missed, Number(offerLeft), unit as Money)
  }, [refused])

  // An offer is for all pieces of a line or none.
  const ofOffer = Math.min(offered?.offer.per_person ?? kMostPieces, offered?.offer.left ?? kMostPieces)
  const most = Math.min(kMostPieces, product.limit_per_person ?? kMostPieces, ofOffer, Math.max(0, left))
  const quantity = Math.max(1, Math.min(wanted, Math.max(1, most)))
  const perPerson = offered?.offer.per_person ?? null
  const lost = (why: Missed | undefined, offerLeft: number | undefined, unit: Money): void => {
    setNow({ ...now, [sku]: unit })
    setGone(goneText(why, offerLeft))
  }

  // With fewer pieces the offer may be there again; it is asked for anew.
  const want = (pieces: number): void => {
    setWanted(pieces)
    if (!gone) return
    setGone('')
    setNow({})
  }

  const intoCart = (): void => {
    const here = moment?.()
    const title = [product.title, ...Object.values(variant?.options ?? {})].join(' ')
    const put = putIntoCart({ sku, product: product.id, title, picture: variant?.picture ?? product.picture, quantity, price, ...(here ? { show: here.show, at: Math.round(here.at) } : {}) })
    if (!put) {
      toast(t.cartFull, { tone: 'bad' })
      return
    }
    toast(t.inCart(product.title), { action: { label: t.seeCart, run: () => (cartOpen.value = true) } })
    onClose()
  }
  const top = (
    <>
      <div class="buy-top">
        <ProductPicture picture={variant?.picture ?? product.picture} size={64} />
        <div>
          <h3>{product.title}</h3>
          <OfferPrice value={price} usual={offered?.usual ?? null} />
          <div>{offered?.offer.pieces != null ? <OfferLeft offered={offered} /> : <Stock product={{ ...product, left }} />}</div>
        </div>
      </div>
      {!now[sku] && <OfferBar product={product} />}
      {gone && now[sku] && (
        <p class="offer-gone" role="alert" data-test="offer-gone">
          <Icon name="ticket" size="s" />
          <span>
            <b>{gone}</b>
            {offerWords().nowUsual(money(now[sku], language.value))}
          </span>
        </p>
      )}
      {product.variants.length > 1 && <VariantChooser variants={product.variants} chosen={sku} onChoose={setSku} disabled={busy} />}
      {hold && <KeptBanner hold={hold} />}
      {place && <InLine id={place.id} place={place.place} />}
      {!place && !opens && (
        <div class="row">
          <span class="lab">{t.quantity}</span>
          <Stepper quantity={quantity} most={most} busy={busy} label={t.quantity} onChange={want} />
        </div>
      )}
      {product.limit_per_person !== null && quantity >= product.limit_per_person && (
        <p class="field-hint most" data-test="limit">
          {productWords().limit(product.limit_per_person)}
        </p>
      )}
      {perPerson !== null && quantity >= perPerson && (
        <p class="field-hint most" data-test="offer-limit">
          {offerWords().perPerson(perPerson)}
        </p>
      )}
      {left > 0 && quantity >= left && left < kMostPieces && <p class="field-hint most">{t.errors.quantity(left)}</p>}
    </>
  )
  if (place || opens || (keeps && !hold)) {
    return (
      <div class="buy-form" data-test="keep-form">
        <div class="buy-scroll">
          {top}
          {!place && opens ? <OpensNote opens={opens} /> : <SellingNote product={product} />}
        </div>
        {!place && !opens && (
          <div class="cta">
            <KeepButton product={product} sku={sku} quantity={quantity} left={left} moment={moment} />
          </div>
        )}
      </div>
    )
  }
  return (
    <CheckoutForm
      lines={[{ sku, quantity, price }]}
      pieces={quantity}
      goods={{ ...price, amount: price.amount * quantity }}
      moment={moment}
      busy={busy}
      refused={refused}
      stopped={left <= 0 ? t.soldOut : null}
      onSend={ordering.send}
      onQuote={({ lines: [line] }) => {
        if (line?.sku === sku && line.problem === 'offer-gone' && line.unit_price) lost(line.why, line.offer_left, line.unit_price)
      }}
      aside={
        <button type="button" class="btn big into-cart" disabled={busy || left <= 0} onClick={intoCart} data-test="into-cart" aria-label={t.intoCart} title={t.intoCart}>
          <Icon name="bag" />
          <Icon name="plus" size="xs" />
        </button>
      }
    >
      {top}
      {left <= 0 && <p class="field-hint">{t.soldOutNow}</p>}
    </CheckoutForm>
  )
}

function OpensNote({ opens }: { opens: Date }) {
  return (
    <p class="hold-note" data-test="opens-note">
      <Icon name="clock" size="xs" />
      {productWords().opensNote(dateTime(opens, language.value))}
    </p>
  )
}

function Lost({ problem, product, onClose, onAgain }: { problem: Problem | null; product: Product; onClose: () => void; onAgain: () => void }) {
  const t = words()
  const left = Math.max(Number(problem?.members['left'] ?? 0), 0)
  return (
    <section class="outcome" role="alert" data-test="sold-out">
      <span class="warn">
        <Icon name="bag" />
      </span>
      <h3>{left > 0 ? product.title : t.lostTitle}</h3>
      <p>{left > 0 ? t.lostSome(left) : t.lostText}</p>
      {left > 0 ? (
        <button type="button" class="btn do big" onClick={onAgain}>
          {t.buyRest(left)}
        </button>
      ) : (
        <button type="button" class="btn do big" onClick={onClose}>
          {t.backToShow}
        </button>
      )}
    </section>
  )
}
