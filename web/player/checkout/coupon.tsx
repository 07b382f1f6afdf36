// The coupon of an order: offered where one is open, typed where it was only spoken, and said whether it counts.
import { useState } from 'preact/hooks'
import type { Quote } from '../../shared/api.ts'
import { Field } from '../../shared/field.tsx'
import { Icon } from '../../shared/icons.tsx'
import { couponsHere } from '../here.ts'
import { offerWords } from '../messages/offers.ts'

interface Props {
  /** The code that is asked for; empty for none. */
  code: string
  quote: Quote | null
  busy: boolean
  onCode: (code: string) => void
}

export function Coupon({ code, quote, busy, onCode }: Props) {
  const t = offerWords()
  const [typed, setTyped] = useState('')
  const answer = code !== '' && quote?.coupon && quote.coupon.problem === null ? quote.coupon : null
  const problem = code !== '' ? (quote?.coupon?.problem ?? null) : null
  const codes = [...new Set(couponsHere(null).flatMap(({ offer }) => offer.code ?? []))]
  if (answer) {
    return (
      <div class="coupon">
        <p class="on" role="status" data-test="coupon-applied">
          <Icon name="ticket" size="s" />
          <b>{t.applied(answer.title ?? answer.code)}</b>
          <button type="button" class="btn quiet small" disabled={busy} onClick={() => onCode('')} data-test="coupon-remove">
            {t.remove}
          </button>
        </p>
      </div>
    )
  }
  const apply = (): void => {
    if (typed.trim() !== '') onCode(typed.trim())
  }
  return (
    <div class="coupon">
      {codes.length > 0 && (
        <div class="chips">
          {codes.map((one) => (
            <button key={one} type="button" class="btn" disabled={busy} onClick={() => onCode(one)} data-test="coupon-use" data-code={one}>
              <Icon name="ticket" size="s" />
              {t.use(one)}
            </button>
          ))}
        </div>
      )}
      <div class="ask">
        <Field
          label={t.coupon}
          value={typed}
          maxLength={60}
          autocomplete="off"
          disabled={busy}
          error={problem ? t.couponProblem[problem] : null}
          onInput={(event: { currentTarget: HTMLInputElement }) => {
            setTyped(event.currentTarget.value)
            if (code !== '') onCode('')
          }}
          onKeyDown={(event: KeyboardEvent) => {
            if (event.key !== 'Enter' || event.isComposing) return
            event.preventDefault()
            apply()
          }}
          test="coupon"
        />
        <button type="button" class="btn" disabled={busy || typed.trim() === ''} onClick={apply} data-test="coupon-apply">
          {t.apply}
        </button>
      </div>
    </div>
  )
}
