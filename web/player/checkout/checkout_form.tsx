// The part of buying that is the same for one product and for a cart: where it goes, how it is paid, what it costs.
// Total and button stay fixed; the middle scrolls.
import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Money, Payment, PlaceOrder, Problem, Quote, WantedLine } from '../../shared/api.ts'
import { money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { problemText } from '../../shared/messages/words.ts'
import { fieldOfPointer, isPostalCode, tidyContact, tidyPostalCode, wrongFields, type ContactField } from '../contact.ts'
import { words } from '../messages/words.ts'
import { Price } from '../parts.tsx'
import { rememberedContact } from '../visit.ts'
import { ContactFields } from './contact_fields.tsx'
import { contact } from './ordering.ts'
import { couponsHere, here, offersSeen, placed } from '../here.ts'
import { Coupon } from './coupon.tsx'
import { useQuote } from './quote.ts'
import './checkout.css'

interface Props {
  lines: WantedLine[]
  pieces: number
  /** What the goods come to, until the server has said it. */
  goods: Money
  /** The place in a show that the order belongs to. */
  moment: (() => { show: string; at: number }) | null
  busy: boolean
  refused: Problem | null
  /** Why nothing can be ordered as it stands; the button then says so. */
  stopped: string | null
  onSend: (body: PlaceOrder) => Promise<void>
  onQuote?: (quote: Quote) => void
  /** Beside the button. */
  aside?: ComponentChildren
  children: ComponentChildren
}

export function CheckoutForm({ lines, pieces, goods, moment, busy, refused, stopped, onSend, onQuote, aside, children }: Props) {
  const t = words()
  const spoken = language.value
  const [wrong, setWrong] = useState<ContactField[]>([])
  const [editing, setEditing] = useState(() => wrongFields(tidyContact(contact.value)).length > 0 || rememberedContact() === null)
  const [payment, setPayment] = useState<Payment | null>(null)
  const form = useRef<HTMLFormElement>(null)
  const { prefecture } = contact.value
  const code = tidyPostalCode(contact.value.postal_code)
  const [coupon, setCoupon] = useState('')
  // With a coupon the server says the prices, and those are what is ordered.
  const asked = coupon === '' ? lines : lines.map(({ price: _, ...line }) => line)
  const { quote, fresh, problem, again } = useQuote(
    {
      lines: asked,
      ...(prefecture ? { prefecture } : isPostalCode(code) ? { postal_code: code } : {}),
      ...(payment ? { payment } : {}),
      ...(coupon === '' ? {} : { coupon }),
    },
    offersSeen(),
    () => placed(asked, moment?.() ?? null),
  )
  const counts = coupon !== '' && fresh && quote?.coupon?.problem === null
  const mayUse = couponsHere(null).length > 0 || lines.some((line) => line.show !== undefined && line.show !== here.value?.show)
  const refusedField = fieldOfPointer(refused?.field ?? null)

  useEffect(() => {
    if (refusedField) setEditing(true)
    else if (refused) again()
  }, [refused])
  useEffect(() => {
    if (quote && fresh) onQuote?.(quote)
  }, [quote, fresh])

  const focusWrong = (): void => {
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus())
  }
  const submit = (): void => {
    const tidy = tidyContact(contact.value)
    const found = wrongFields(tidy)
    setWrong(found)
    if (found.length > 0) {
      setEditing(true)
      focusWrong()
      return
    }
    const now = moment?.()
    const wanted = counts ? lines.map((line, at) => ({ ...line, ...(quote.lines[at]?.unit_price ? { price: quote.lines[at].unit_price } : {}) })) : lines
    void onSend({
      ...(now ? { show: now.show, at: Math.round(now.at) } : {}),
      lines: placed(wanted, null),
      ...(counts ? { coupon } : {}),
      contact: tidy,
      language: spoken,
      ...(quote ? { payment: quote.payment } : {}),
      ...(quote && fresh ? { total: quote.total } : {}),
    }).then(focusWrong)
  }
  // Until it is known where the parcel goes, no sum is named that may still change.
  const open = quote !== null && quote.prefecture === null && quote.shipping.amount > 0
  const total = open ? (fresh ? quote.goods : goods) : (quote?.total ?? goods)
  const tax = { ...total, amount: quote?.tax.reduce((sum, one) => sum + one.amount.amount, 0) ?? 0 }
  const free = quote?.shipping_free_from
  const missing = free && !open && quote.shipping.amount > 0 ? free.amount - quote.goods.amount : 0
  // Nobody orders at a sum that is just being asked for.
  const ready = fresh || problem !== null
  return (
    <form
      ref={form}
      class="buy-form"
      novalidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <div class="buy-scroll">
        {children}
        <ContactFields
          editing={editing}
          onEdit={() => setEditing(true)}
          wrong={wrong}
          onMended={(field) => wrong.includes(field) && setWrong(wrong.filter((other) => other !== field))}
          refused={refused}
          busy={busy}
        />
        {(mayUse || coupon !== '') && <Coupon code={coupon} quote={fresh ? quote : null} busy={busy} onCode={setCoupon} />}
        {quote && quote.payments.length > 1 && (
          <fieldset class="ways">
            <legend>{t.payment}</legend>
            {quote.payments.map((way) => (
              <label key={way.id} class={way.id === quote.payment ? 'on' : ''}>
                <input type="radio" name="payment" checked={way.id === (payment ?? quote.payment)} disabled={busy} onChange={() => setPayment(way.id)} data-test={`payment-${way.id}`} />
                <span>
                  {t.payments[way.id] ?? way.id}
                  <small>{t.paymentHints[way.id]}</small>
                </span>
                {way.fee.amount > 0 && <small class="n">+{money(way.fee, spoken)}</small>}
              </label>
            ))}
          </fieldset>
        )}
        <dl class={`sum ${fresh || !quote ? '' : 'stale'}`} data-test="sums" data-fresh={fresh}>
          <div>
            <dt>{t.subtotal(pieces)}</dt>
            <dd class="n">{money(fresh && quote ? quote.goods : goods, spoken)}</dd>
          </div>
          {quote && (
            <div>
              <dt>{t.shipping}</dt>
              <dd class="n" data-test="shipping">
                {open ? t.byAddress : quote.shipping.amount > 0 ? money(quote.shipping, spoken) : t.free}
              </dd>
            </div>
          )}
          {quote && quote.fee.amount > 0 && (
            <div>
              <dt>{t.fee}</dt>
              <dd class="n" data-test="fee">
                {money(quote.fee, spoken)}
              </dd>
            </div>
          )}
          {quote && quote.payments.length <= 1 && (
            <div>
              <dt>{t.payment}</dt>
              <dd>{t.payments[quote.payment]}</dd>
            </div>
          )}
        </dl>
        {missing > 0 && <p class="field-hint">{t.freeFrom(money({ ...total, amount: missing }, spoken))}</p>}
        {refused && !refusedField && (
          <p class="field-error" role="alert" data-test="order-problem">
            <Icon name="alert" size="s" />
            <span>{problemText(refused)}</span>
          </p>
        )}
        {problem && !refused && (
          <p class="field-error" role="alert" data-test="quote-problem">
            <Icon name="alert" size="s" />
            <span>{problemText(problem)}</span>
            <button type="button" class="btn quiet" onClick={again}>
              {t.askPrice}
            </button>
          </p>
        )}
      </div>
      <div class="cta">
        <div class="tot">
          <span>
            {open ? t.goodsSum : t.total} {open ? <small>{t.plusShipping}</small> : tax.amount > 0 && <small>{t.ofWhichTax(money(tax, spoken))}</small>}
          </span>
          <Price value={total} />
        </div>
        <div class="act">
          {aside}
          <button type="submit" class="btn do big" disabled={busy || stopped !== null || !ready} data-test="place-order">
            {busy ? (
              <>
                <i class="spin" aria-hidden="true" />
                {t.ordering}
              </>
            ) : (
              (stopped ?? t.order)
            )}
          </button>
        </div>
      </div>
    </form>
  )
}
