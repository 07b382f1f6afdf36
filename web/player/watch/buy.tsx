// The sheet in which one buys, while the show goes on behind it.
//
// What was typed stays when the sheet is closed. The outcome of an order is never guessed: while no answer has come,
// the sheet offers only to ask again, as the same order (order_attempt.ts).
import { signal } from '@preact/signals'
import { useEffect, useRef, useState } from 'preact/hooks'
import { api, Problem, randomId, type Contact, type Order, type PlaceOrder, type Product, type Variant } from '../../shared/api.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { includedTax, money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { problemText } from '../../shared/messages/words.ts'
import { fieldOfPointer, kNoContact, tidyContact, wrongFields, type ContactField } from '../contact.ts'
import { words } from '../messages/words.ts'
import { OrderAttempts, type Outcome } from '../order_attempt.ts'
import { Price, ProductPicture, Stock } from '../parts.tsx'
import { rememberContact, rememberedContact, rememberOrder } from '../visit.ts'
import './buy.css'

const kMostPieces = 99
const kAttemptKey = 'nigiwai.order'

const attempts = new OrderAttempts(
  {
    read: () => {
      try {
        return sessionStorage.getItem(kAttemptKey)
      } catch {
        return memory
      }
    },
    write: (text) => {
      memory = text
      try {
        if (text === null) sessionStorage.removeItem(kAttemptKey)
        else sessionStorage.setItem(kAttemptKey, text)
      } catch {
        // Without session storage the attempt lives as long as the page.
      }
    },
  },
  (body, key) => api.placeOrder(body, key),
  randomId,
)
let memory: string | null = null

const contact = signal<Required<Contact>>({ ...kNoContact, ...rememberedContact() })
const keepContact = signal(rememberedContact() !== null)

export interface BuyProps {
  product: Product
  /** The show and the place in it that the order belongs to, where there is one. */
  moment: (() => { show: string; at: number }) | null
  onClose: () => void
}

export function BuySheet({ product, moment, onClose }: BuyProps) {
  const t = words()
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const [busy, setBusy] = useState(false)
  const open = attempts.open()
  const unknown = outcome === null ? open !== null : outcome.kind === 'unknown'

  const send = async (body: PlaceOrder): Promise<void> => {
    setBusy(true)
    const result = await attempts.send(body)
    setBusy(false)
    setOutcome(result)
    if (result.kind === 'placed') {
      const { number, url, placed_at, lines } = result.order
      rememberOrder({ number, url, placed_at, title: lines[0]?.title ?? product.title })
      if (keepContact.value) rememberContact(tidyContact(contact.value))
    }
  }

  const refused = outcome?.kind === 'refused' ? outcome.problem : null
  const lost = refused?.type === 'sold-out'
  return (
    <Dialog open onClose={onClose} title={t.buyTitle(product.title)} titleHidden kind="sheet" busy={busy} class="buy-sheet" test="buy-sheet">
      {outcome?.kind === 'placed' ? (
        <Placed order={outcome.order} onClose={onClose} />
      ) : unknown ? (
        <Unknown busy={busy} problem={outcome?.kind === 'unknown' ? outcome.problem : null} onAsk={() => open && void send(open.body)} />
      ) : lost ? (
        <Lost problem={refused} product={product} onClose={onClose} onAgain={() => setOutcome(null)} />
      ) : (
        <BuyForm product={product} moment={moment} busy={busy} refused={refused} onSend={send} />
      )}
    </Dialog>
  )
}

function BuyForm({
  product,
  moment,
  busy,
  refused,
  onSend,
}: Pick<BuyProps, 'product' | 'moment'> & { busy: boolean; refused: Problem | null; onSend: (body: PlaceOrder) => Promise<void> }) {
  const t = words()
  const [sku, setSku] = useState(() => (product.variants.find((one) => one.left > 0) ?? product.variants[0])?.sku ?? product.id)
  const [wanted, setWanted] = useState(1)
  const [wrong, setWrong] = useState<ContactField[]>([])
  const [editing, setEditing] = useState(() => rememberedContact() === null)
  const form = useRef<HTMLFormElement>(null)
  const variant = product.variants.find((one) => one.sku === sku)
  const left = variant?.left ?? product.left
  const most = Math.min(kMostPieces, Math.max(0, left))
  const quantity = Math.max(1, Math.min(wanted, Math.max(1, most)))
  const price = variant?.price ?? product.price
  const total = { ...price, amount: price.amount * quantity }
  const tax = { ...price, amount: includedTax(total.amount, product.tax_rate) }
  const refusedField = fieldOfPointer(refused?.field ?? null)

  useEffect(() => {
    if (refusedField) setEditing(true)
  }, [refusedField])

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
    contact.value = { ...contact.value, ...tidy }
    const here = moment?.()
    void onSend({
      ...(here ? { show: here.show, at: Math.round(here.at) } : {}),
      lines: [{ sku, quantity }],
      contact: tidy,
    }).then(focusWrong)
  }
  const set = (field: ContactField, value: string): void => {
    contact.value = { ...contact.value, [field]: value }
    if (wrong.includes(field)) setWrong(wrong.filter((other) => other !== field))
  }
  const error = (field: ContactField): string | null =>
    wrong.includes(field) ? t.errors[field] : refusedField === field ? (language.value === 'en' && refused?.detail) || t.errors[field] : null
  const text = (field: ContactField) => ({
    value: contact.value[field],
    error: error(field),
    disabled: busy,
    onInput: (event: { currentTarget: HTMLInputElement }) => set(field, event.currentTarget.value),
    test: `contact-${field}`,
  })

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
        <div class="buy-top">
          <ProductPicture picture={product.picture} size={64} />
          <div>
            <h3>{product.title}</h3>
            <Price value={price} />
            <div>
              <Stock product={{ ...product, left }} />
            </div>
          </div>
        </div>
        {product.variants.length > 1 && <Choices variants={product.variants} chosen={sku} onChoose={setSku} />}
        <div class="row">
          <span class="lab" id="quantity-label">
            {t.quantity}
          </span>
          <div class="step" role="group" aria-labelledby="quantity-label">
            <button type="button" aria-label={t.fewer} disabled={busy || quantity <= 1} onClick={() => setWanted(quantity - 1)} data-test="fewer">
              <Icon name="minus" size="s" />
            </button>
            <b class="n" aria-live="polite" data-test="quantity">
              {quantity}
            </b>
            <button type="button" aria-label={t.more} disabled={busy || quantity >= most} onClick={() => setWanted(quantity + 1)} data-test="more">
              <Icon name="plus" size="s" />
            </button>
          </div>
        </div>
        {left > 0 && quantity >= left && left < kMostPieces && <p class="field-hint most">{t.errors.quantity(left)}</p>}

        {editing ? (
          <fieldset class="contact">
            <legend>{t.deliverTo}</legend>
            <Field label={t.name} autocomplete="name" maxLength={80} {...text('name')} />
            <Field label={t.email} type="email" inputmode="email" autocomplete="email" maxLength={254} hint={t.emailHint} {...text('email')} />
            <div class="two">
              <Field label={t.postalCode} inputmode="numeric" autocomplete="postal-code" maxLength={12} placeholder="154-0023" {...text('postal_code')} />
              <Field label={t.phone} optional={t.optional} type="tel" inputmode="tel" autocomplete="tel" maxLength={20} {...text('phone')} />
            </div>
            <Field label={t.address} autocomplete="street-address" maxLength={200} hint={t.addressHint} {...text('address')} />
            <label class="check-row">
              <input
                type="checkbox"
                checked={keepContact.value}
                onChange={(event) => {
                  keepContact.value = event.currentTarget.checked
                  if (!keepContact.value) rememberContact(null)
                }}
                data-test="remember-contact"
              />
              {t.rememberMe}
            </label>
          </fieldset>
        ) : (
          <div class="to" data-test="known-contact">
            <Icon name="truck" size="s" />
            <span class="g">
              {contact.value.name}
              <small>
                〒{contact.value.postal_code} {contact.value.address}
              </small>
            </span>
            <button type="button" class="btn quiet" onClick={() => setEditing(true)}>
              {t.change}
            </button>
          </div>
        )}
        <dl class="sum">
          <div>
            <dt>{t.subtotal(quantity)}</dt>
            <dd class="n">{money(total, language.value)}</dd>
          </div>
          <div>
            <dt>{t.payment}</dt>
            <dd>{t.onDelivery}</dd>
          </div>
        </dl>
        {refused && !refusedField && (
          <p class="field-error" role="alert" data-test="order-problem">
            <Icon name="alert" size="s" />
            <span>{problemText(refused)}</span>
          </p>
        )}
      </div>
      <div class="cta">
        <div class="tot">
          <span>
            {t.total} <small>{t.ofWhichTax(money(tax, language.value))}</small>
          </span>
          <Price value={total} />
        </div>
        {left <= 0 && <p class="field-hint">{t.soldOutNow}</p>}
        <button type="submit" class="btn do big" disabled={busy || left <= 0} data-test="place-order">
          {busy ? (
            <>
              <i class="spin" aria-hidden="true" />
              {t.ordering}
            </>
          ) : left <= 0 ? (
            t.soldOut
          ) : (
            t.order
          )}
        </button>
      </div>
    </form>
  )
}

function Choices({ variants, chosen, onChoose }: { variants: Variant[]; chosen: string; onChoose: (sku: string) => void }) {
  const t = words()
  return (
    <div class="choices" role="radiogroup" aria-label={Object.keys(variants[0]?.options ?? {}).join(' / ')}>
      {variants.map((variant) => (
        <button
          key={variant.sku}
          type="button"
          role="radio"
          aria-checked={variant.sku === chosen}
          disabled={variant.left <= 0}
          onClick={() => onChoose(variant.sku)}
        >
          {Object.values(variant.options).join(' ') || variant.sku}
          <small class="n">{variant.left <= 0 ? t.soldOut : t.left(variant.left)}</small>
        </button>
      ))}
    </div>
  )
}

function Placed({ order, onClose }: { order: Order; onClose: () => void }) {
  const t = words()
  return (
    <section class="outcome" role="status" data-test="order-placed" data-order={order.number}>
      <span class="ok">
        <Icon name="check" />
      </span>
      <h3>{t.placedTitle}</h3>
      <p class="n">
        <b>{t.placedText(order.number)}</b>
      </p>
      <p>{t.placedMail}</p>
      <button type="button" class="btn do big" onClick={onClose} data-test="back-to-show">
        {t.backToShow}
      </button>
      <a class="btn quiet" href={order.url} target="_blank" rel="noopener" data-test="order-link">
        {t.seeOrder}
      </a>
    </section>
  )
}

function Unknown({ busy, problem, onAsk }: { busy: boolean; problem: Problem | null; onAsk: () => void }) {
  const t = words()
  return (
    <section class="outcome" role="alert" data-test="order-unknown">
      <span class="warn">
        <Icon name="alert" />
      </span>
      <h3>{t.unknownTitle}</h3>
      <p>{t.unknownText}</p>
      {problem && problem.type !== 'offline' && <p class="small">{problemText(problem)}</p>}
      <button type="button" class="btn do big" disabled={busy} onClick={onAsk} data-test="ask-again">
        {busy && <i class="spin" aria-hidden="true" />}
        {t.askAgain}
      </button>
    </section>
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
