// Asks what an act needs (a reason, an amount, a tracking number) before it is done.
import { useState } from 'preact/hooks'
import type { Money, Order, OrderAct } from '../../shared/api.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { randomId } from '../../shared/ids.ts'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { orderWords } from '../messages/orders.ts'
import { explain, fieldOf, fieldText } from '../parts/explain.ts'
import { priceDigits } from '../shop.ts'
import { studioApi, type StepFields } from '../studio_api.ts'
import { choices, chosen, priceOf, type Choice } from './pieces.ts'

interface Props {
  order: Order
  act: OrderAct
  onDone: (order: Order) => void
  onClose: () => void
}

export function StepDialog({ order, act, onDone, onClose }: Props) {
  const words = orderWords()
  const scale = 10 ** priceDigits(order.total.currency)
  const owed: Money = { ...order.total, amount: order.total.amount - order.refunded.amount }
  const [reason, setReason] = useState('')
  const [tracking, setTracking] = useState('')
  const [amount, setAmount] = useState(String(owed.amount / scale))
  const some = act === 'restock' || act === 'refund' ? choices(order, act) : []
  // A return is of everything unless staff say otherwise; a refund of an amount, unless they name pieces.
  const [counts, setCounts] = useState<Record<string, number>>(() => (act === 'restock' ? Object.fromEntries(some.map(({ sku, left }) => [sku, left])) : {}))
  const count = (sku: string, to: number): void => {
    const next = { ...counts, [sku]: to }
    setCounts(next)
    if (act === 'refund') setAmount(String(Math.min(priceOf(some, next) || owed.amount, owed.amount) / scale))
  }
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [formError, setFormError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  // One key for one act: pressing again after a lost answer takes no second step.
  const [key] = useState(randomId)
  const must = act === 'cancel' || act === 'refund' || act === 'restock'

  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const fields: StepFields = {}
    const wrong: Record<string, string> = {}
    if (must && reason.trim() === '') wrong['reason'] = words.reasonEmpty
    if (reason.trim() !== '') fields.reason = reason.trim()
    if (act === 'ship' && tracking.trim() !== '') fields.tracking = tracking.trim()
    if (act === 'refund') {
      const minor = Math.round(Number(amount) * scale)
      if (!Number.isInteger(minor) || minor < 1 || minor > owed.amount) wrong['amount'] = words.amountWrong
      fields.amount = { ...owed, amount: minor }
    }
    const lines = chosen(some, counts)
    if (act === 'restock' && lines.length === 0) wrong['lines'] = words.piecesEmpty
    // Everything that is out goes without lines, so that the server takes what it knows to be out.
    if (lines.length > 0 && !(act === 'restock' && some.every(({ sku, left }) => counts[sku] === left))) fields.lines = lines
    setErrors(wrong)
    if (Object.keys(wrong).length > 0) return
    setBusy(true)
    setFormError(null)
    try {
      const changed = await studioApi.stepOrder(order.id, act, fields, key)
      toast(words.done[act]!)
      onDone(changed)
    } catch (cause) {
      const field = fieldOf(cause)
      if (field && ['reason', 'amount', 'tracking'].includes(field)) setErrors({ [field]: fieldText(cause) })
      else setFormError(explain(cause))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog open onClose={onClose} title={words.act[act]!} busy={busy} test="step-dialog">
      <form class="stack" onSubmit={(event) => void send(event)} noValidate>
        <p class="hint">{words.lead[act]}</p>
        {act === 'ship' && <Field label={words.tracking} optional={common().optional} hint={words.trackingHint} value={tracking} maxLength={60} error={errors['tracking']} data-focus onInput={(event) => setTracking(event.currentTarget.value)} test="tracking-input" />}
        {some.length > 0 && <Pieces from={some} counts={counts} onCount={count} error={errors['lines']} label={act === 'refund' ? words.refundedPieces : words.backPieces} />}
        {act === 'refund' && <Field label={words.amount} inputMode="decimal" hint={words.amountHint(money(owed, language.value))} value={amount} error={errors['amount']} onInput={(event) => setAmount(event.currentTarget.value)} test="amount" />}
        {(must || act === 'pay') && (
          <Field label={words.reason} {...(must ? {} : { optional: common().optional })} hint={words.reasonHint} value={reason} maxLength={200} rows={2} error={errors['reason']} {...(must ? { 'data-focus': true } : {})}
            onInput={(event: { currentTarget: { value: string } }) => setReason(event.currentTarget.value)} test="reason" />
        )}
        {formError && <p class="field-error" role="alert" data-test="form-error"><Icon name="alert" size="s" /><span>{formError}</span></p>}
        <div class="form-foot">
          <button type="button" class="btn" disabled={busy} onClick={onClose}>{common().cancel}</button>
          <button type="submit" class="btn do" disabled={busy} data-test="confirm">{busy ? common().saving : words.act[act]}</button>
        </div>
      </form>
    </Dialog>
  )
}

/** How many of each SKU the act is about. */
function Pieces({ from, counts, onCount, label, error }: { from: readonly Choice[]; counts: Readonly<Record<string, number>>; onCount: (sku: string, to: number) => void; label: string; error?: string | undefined }) {
  return (
    <fieldset class="step-pieces" data-test="pieces">
      <legend>{label}</legend>
      {from.map(({ sku, title, left }) => (
        <label key={sku}>
          <span>{title}</span>
          <select value={counts[sku] ?? 0} onChange={(event) => onCount(sku, Number(event.currentTarget.value))} data-test={`pieces-${sku}`}>
            {Array.from({ length: left + 1 }, (_, n) => <option key={n} value={n}>{n}</option>)}
          </select>
        </label>
      ))}
      {error && <p class="field-error" role="alert"><Icon name="alert" size="s" /><span>{error}</span></p>}
    </fieldset>
  )
}
