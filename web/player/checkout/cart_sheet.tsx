// The cart: what was put in at several moments, ordered together.
import { useState } from 'preact/hooks'
import type { Money, Quote, QuoteLine } from '../../shared/api.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { clock, dateTime, money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { cart, cartOpen, cartPieces, setCart } from '../cart.ts'
import { kMostPieces, wantedLines, withPrices, withQuantity, type CartLine } from '../cart_lines.ts'
import { goneText } from '../messages/offers.ts'
import { productWords } from '../messages/product.ts'
import { words } from '../messages/words.ts'
import { OfferPrice } from '../offers.tsx'
import { ProductPicture } from '../parts.tsx'
import '../watch/buy.css'
import { CheckoutForm } from './checkout_form.tsx'
import { useOrdering } from './ordering.ts'
import { Placed, Unknown } from './outcomes.tsx'
import { Stepper } from './stepper.tsx'

/** Mounted once a page; opens from wherever the cart is shown. */
export function CartSheet() {
  return cartOpen.value ? <OpenCart /> : null
}

function OpenCart() {
  const t = words()
  const close = (): void => {
    cartOpen.value = false
  }
  // What was ordered leaves the cart, whatever else was put in meanwhile.
  const ordering = useOrdering(cart.value[0]?.title ?? '', (_, body) =>
    setCart(cart.value.filter((line) => !body.lines.some((ordered) => ordered.sku === line.sku && ordered.show === line.show))),
  )
  const { outcome, busy } = ordering
  const [quote, setQuote] = useState<Quote | null>(null)
  const lines = cart.value
  const quoted = (at: number): QuoteLine | null => {
    const line = quote?.lines[at]
    return line && line.sku === lines[at]?.sku && line.quantity === lines[at]?.quantity ? line : null
  }
  const troubled = lines.map((_, at) => quoted(at)?.problem ?? null)
  const currency = lines[0]?.price.currency ?? 'JPY'
  return (
    <Dialog open onClose={close} title={t.cart} kind="sheet" busy={busy} class="buy-sheet cart-sheet" test="cart-sheet">
      {outcome?.kind === 'placed' ? (
        <Placed order={outcome.order} onClose={close} />
      ) : ordering.unknown ? (
        <Unknown busy={busy} problem={outcome?.kind === 'unknown' ? outcome.problem : null} onAsk={ordering.askAgain} />
      ) : lines.length === 0 ? (
        <section class="outcome" data-test="cart-empty">
          <span class="quiet">
            <Icon name="bag" />
          </span>
          <h3>{t.cartEmpty}</h3>
          <p>{t.cartEmptyText}</p>
          <button type="button" class="btn" onClick={close}>
            {t.backToShop}
          </button>
        </section>
      ) : (
        <CheckoutForm
          lines={wantedLines(lines)}
          pieces={cartPieces.value}
          goods={{ amount: lines.reduce((sum, line) => sum + line.price.amount * line.quantity, 0), currency }}
          moment={null}
          busy={busy}
          refused={ordering.refused}
          stopped={troubled.some((problem) => problem !== null) ? t.mendCart : null}
          onSend={ordering.send}
          onQuote={setQuote}
        >
          <ul class="cart-lines" data-test="cart-lines">
            {lines.map((line, at) => (
              <CartRow
                key={`${line.sku} ${line.show ?? ''}`}
                line={line}
                now={quoted(at)}
                busy={busy}
                onQuantity={(quantity) => setCart(withQuantity(cart.value, at, quantity))}
                onPrice={() => quote && setCart(withPrices(cart.value, quote.lines))}
              />
            ))}
          </ul>
        </CheckoutForm>
      )}
    </Dialog>
  )
}

interface RowProps {
  line: CartLine
  now: QuoteLine | null
  busy: boolean
  onQuantity: (quantity: number) => void
  onPrice: () => void
}

function CartRow({ line, now, busy, onQuantity, onPrice }: RowProps) {
  const t = words()
  const left = now?.left
  const gone = now?.problem === 'gone' || now?.problem === 'unknown'
  const short = now?.problem === 'sold-out' ? Math.max(0, left ?? 0) : null
  const of = (price: Money): Money => ({ ...price, amount: price.amount * line.quantity })
  // What a coupon makes of the price stands in the quote alone.
  const counts = now?.offer != null && now.problem === null && now.unit_price !== undefined
  const moment = line.show && `/shows/${encodeURIComponent(line.show)}${line.at === undefined ? '' : `?t=${Math.floor(line.at / 1000)}`}`
  return (
    <li data-test="cart-line" data-sku={line.sku} data-problem={now?.problem ?? undefined}>
      <ProductPicture picture={line.picture} size={64} />
      <div class="g">
        <b>{line.title}</b>
        {moment && (
          <a class="n" href={moment}>
            {line.at === undefined ? t.seeMoment : t.savedFrom(clock(line.at))}
          </a>
        )}
        <OfferPrice value={of(counts ? now.unit_price! : line.price)} usual={now?.offer && now.usual_price ? of(now.usual_price) : null} tax={false} />
        {gone && <p class="trouble">{t.cartGone}</p>}
        {now?.problem === 'not-on-sale' && now.on_sale_from && <p class="trouble" data-test="not-on-sale">{productWords().opens(dateTime(new Date(now.on_sale_from), language.value))}</p>}
        {short !== null && <p class="trouble">{short > 0 ? t.errors.quantity(short) : t.cartSoldOut}</p>}
        {now?.problem === 'price-changed' && now.unit_price && (
          <p class="trouble">{t.priceChanged(money(line.price, language.value), money(now.unit_price, language.value))}</p>
        )}
        {now?.problem === 'offer-gone' && now.unit_price && (
          <p class="trouble" data-test="offer-gone">
            {goneText(now.why, now.offer_left)} {t.priceChanged(money(line.price, language.value), money(now.unit_price, language.value))}
          </p>
        )}
        {(now?.problem === 'price-changed' || now?.problem === 'offer-gone') && (
          <button type="button" class="btn quiet" onClick={onPrice} data-test="take-price">
            {t.takePrice}
          </button>
        )}
        {(gone || short === 0 || now?.problem === 'not-on-sale') && (
          <button type="button" class="btn quiet" onClick={() => onQuantity(0)} data-test="take-out">
            <Icon name="trash" size="s" />
            {t.takeOut}
          </button>
        )}
        {short !== null && short > 0 && (
          <button type="button" class="btn quiet" onClick={() => onQuantity(short)} data-test="take-rest">
            {t.takeRest(short)}
          </button>
        )}
      </div>
      {!gone && <Stepper quantity={line.quantity} most={Math.min(kMostPieces, Math.max(line.quantity, left ?? kMostPieces))} busy={busy} label={`${t.quantity}: ${line.title}`} toNothing onChange={onQuantity} />}
    </li>
  )
}
