// The form of one offer.
import { useState } from 'preact/hooks'
import type { Product } from '../../shared/api.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import type { StaffOffer } from '../../shared/offers.ts'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { offerWords } from '../messages/offers.ts'
import { explain, fieldOf, fieldText } from '../parts/explain.ts'
import { priceDigits, shop } from '../shop.ts'
import { offerFields, targetKey, typedOffer, type OfferField, type TypedOffer } from './offer_form.ts'
import { offersApi } from './offers_api.ts'

interface Props {
  show: string
  shelf: readonly Product[]
  /** Null for a new one. */
  offer: StaffOffer | null
  onDone: () => void
  onClose: () => void
}

/** A product, and each of its SKUs where it has several. */
function rowsOf(shelf: readonly Product[]): { key: string; title: string; usual: Product['price']; part: boolean }[] {
  return shelf.flatMap((product) => [
    { key: targetKey(product.id, null), title: product.title, usual: product.variants[0]?.price ?? product.price, part: false },
    ...(product.variants.length > 1
      ? product.variants.map(({ sku, options, price }) => ({ key: targetKey(product.id, sku), title: Object.values(options).join(' ') || sku, usual: price, part: true }))
      : []),
  ])
}

export function OfferDialog({ show, shelf, offer, onDone, onClose }: Props) {
  const words = offerWords()
  const { currency } = shop.value!
  const digits = priceDigits(currency)
  const [typed, setTyped] = useState<TypedOffer>(() => typedOffer(offer, digits))
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [busy, setBusy] = useState(false)
  const fixed = (offer?.windows.length ?? 0) > 0
  const set = (more: Partial<TypedOffer>): void => {
    setTyped((old) => ({ ...old, ...more }))
    setErrors({})
  }
  const said: Record<OfferField, string> = {
    title: words.nameEmpty, percent: words.percentWrong, amount: words.amountWrong,
    targets: typed.benefit === 'price' && Object.keys(typed.targets).length > 0 ? words.amountWrong : words.targetsEmpty,
    pieces: words.countWrong, per_person: words.countWrong, lasts_seconds: words.lastsWrong,
  }
  const save = async (): Promise<void> => {
    const read = offerFields(typed, currency, digits)
    if ('wrong' in read) {
      setErrors(Object.fromEntries(read.wrong.map((field) => [field, said[field]])))
      return
    }
    setBusy(true)
    try {
      await (offer ? offersApi.save(show, offer.id, read.fields) : offersApi.add(show, read.fields))
      toast(common().saved)
      onDone()
    } catch (cause) {
      const field = fieldOf(cause)
      if (field) setErrors({ [field]: fieldText(cause) })
      else toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  const text = (field: keyof TypedOffer, label: string, error: string | undefined, hint?: string, more: object = {}) => (
    <Field label={label} value={String(typed[field])} error={error} hint={hint} onInput={(event) => set({ [field]: event.currentTarget.value })} {...more} />
  )
  return (
    <Dialog open onClose={onClose} title={offer ? words.editTitle : words.add} busy={busy} class="offer-dialog" test="offer-dialog">
      <form class="stack" noValidate onSubmit={(event) => { event.preventDefault(); void save() }}>
        {fixed && <p class="note info"><Icon name="info" size="s" /><span>{words.fixed}</span></p>}
        {text('title', words.name, errors['title'], words.nameHint, { maxLength: 40, 'data-focus': true, test: 'offer-title' })}
        <fieldset class="offer-benefit" disabled={fixed}>
          <legend>{words.benefit}</legend>
          <div class="seg" role="group">
            {(['percent', 'amount', 'price'] as const).map((benefit) => (
              <button key={benefit} type="button" aria-pressed={typed.benefit === benefit} onClick={() => set({ benefit })} data-test={`benefit-${benefit}`}>{words.benefits[benefit]}</button>
            ))}
          </div>
          {typed.benefit === 'percent' && text('percent', words.percent, errors['percent'], undefined, { inputMode: 'numeric', test: 'offer-percent' })}
          {typed.benefit === 'amount' && text('amount', words.amount, errors['amount'], undefined, { inputMode: 'decimal', test: 'offer-amount' })}
        </fieldset>
        <fieldset class={`offer-targets ${errors['targets'] ? 'wrong' : ''}`} disabled={fixed}>
          <legend>{words.targets}</legend>
          <ul>
            {rowsOf(shelf).map(({ key, title, usual, part }) => {
              const on = key in typed.targets
              const { [key]: _, ...others } = typed.targets
              return (
                <li key={key} class={part ? 'part' : ''}>
                  <label class="check-row">
                    <input type="checkbox" checked={on} onChange={() => set({ targets: on ? others : { ...typed.targets, [key]: '' } })} data-test="offer-target" data-target={key} />
                    <span>{title}<small class="n">{words.usual(money(usual, language.value))}</small></span>
                  </label>
                  {on && typed.benefit === 'price' && (
                    <input class="price-in n" inputMode="decimal" aria-label={words.price(title)} value={typed.targets[key]} onInput={(event) => set({ targets: { ...typed.targets, [key]: event.currentTarget.value } })} data-test="offer-price" data-target={key} />
                  )}
                </li>
              )
            })}
          </ul>
          {errors['targets'] && <p class="field-error" role="alert"><Icon name="alert" size="s" /><span>{errors['targets']}</span></p>}
        </fieldset>
        <div class="offer-pair">
          {text('pieces', words.pieces, errors['pieces'], words.piecesHint, { inputMode: 'numeric', test: 'offer-pieces' })}
          {text('perPerson', words.perPerson, errors['per_person'], words.perPersonHint, { inputMode: 'numeric', test: 'offer-per-person' })}
        </div>
        <div class="offer-pair">
          {text('minutes', words.lasts, errors['lasts_seconds'], words.lastsHint, { inputMode: 'decimal', test: 'offer-minutes' })}
          {text('archive', words.archive, errors['archive_until'], words.archiveHint, { type: 'datetime-local', test: 'offer-archive' })}
        </div>
        {text('code', words.code, errors['code'], words.codeHint, { maxLength: 40, disabled: fixed, autocomplete: 'off', test: 'offer-code' })}
        {typed.code.trim() !== '' && (
          <label class="check-row switch">
            <input type="checkbox" checked={typed.codeShown} onChange={(event) => set({ codeShown: event.currentTarget.checked })} data-test="offer-code-shown" />
            <span><b>{words.codeShown}</b><span class="hint">{words.codeShownHint}</span></span>
          </label>
        )}
        <div class="form-foot">
          <button type="button" class="btn" onClick={onClose}>{common().cancel}</button>
          <button type="submit" class="btn do" disabled={busy} data-test="save-offer">{busy ? common().saving : common().save}</button>
        </div>
      </form>
    </Dialog>
  )
}
