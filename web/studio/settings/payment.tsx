// Which ways of payment there are, what cash on delivery costs, and where to transfer to.
import { useState } from 'preact/hooks'
import { Field } from '../../shared/field.tsx'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { checkoutWords } from '../messages/checkout.ts'
import { common } from '../messages/common.ts'
import { explain } from '../parts/explain.ts'
import { priceDigits, shop } from '../shop.ts'
import { studioApi, type Payments } from '../studio_api.ts'
import { amountOf, typedAmount } from './amount.ts'
import { SaveFoot } from './save_foot.tsx'

/** The server's limit. */
const kMostRows = 10
/** Proposed where nothing was set: a weekend and a bank's morning. */
const kUsualCancelDays = 3

interface Typed {
  cash: boolean
  rows: { below: string; fee: string }[]
  feeFree: string
  bank: boolean
  account: string
  days: string
  cancels: boolean
  cancelDays: string
}

export function PaymentForm({ known }: { known: Payments }) {
  const words = checkoutWords()
  const currency = shop.value!.currency
  const digits = priceDigits(currency)
  const typed = ({ on_delivery: cash, bank_transfer: bank }: Payments): Typed => ({
    cash: cash.enabled,
    rows: cash.fees.map(({ below, fee }) => ({ below: typedAmount(below, digits), fee: typedAmount(fee, digits) })),
    feeFree: typedAmount(cash.free_from, digits),
    bank: bank.enabled,
    account: bank.account,
    days: String(bank.days),
    cancels: bank.cancel_after_days !== null,
    cancelDays: String(bank.cancel_after_days ?? kUsualCancelDays),
  })
  const [saved, setSaved] = useState(() => typed(known))
  const [form, setForm] = useState(saved)
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const change = (next: Partial<Typed>): void => {
    setForm({ ...form, ...next })
    setErrors({})
    setError(null)
  }
  const read = (): Payments | null => {
    const wrong: Record<string, string> = {}
    const amount = (text: string, name: string) => amountOf(text, currency, digits) ?? ((wrong[name] = words.amountWrong), { amount: 0, currency })
    let before = 0
    const fees = form.rows.map((row, at) => {
      const last = at === form.rows.length - 1
      const below = last && row.below.trim() === '' ? null : amount(row.below, `below-${at}`)
      if (below && !wrong[`below-${at}`] && below.amount <= before) wrong[`below-${at}`] = words.ascending
      before = below?.amount ?? before
      return { below, fee: amount(row.fee, `fee-${at}`) }
    })
    const feeFree = form.feeFree.trim() === '' ? null : amount(form.feeFree, 'feeFree')
    const days = Number(form.days)
    if (!Number.isInteger(days) || days < 1 || days > 60) wrong['days'] = words.daysWrong
    const cancelDays = form.cancels ? Number(form.cancelDays) : null
    if (cancelDays !== null && (form.cancelDays.trim() === '' || !Number.isInteger(cancelDays) || cancelDays < 0 || cancelDays > 60)) wrong['cancelDays'] = words.cancelAfterWrong
    if (form.bank && form.account.trim() === '') wrong['account'] = words.accountEmpty
    setErrors(wrong)
    if (!form.cash && !form.bank) {
      setError(words.noneLeft)
      return null
    }
    if (Object.keys(wrong).length > 0) return null
    return { on_delivery: { enabled: form.cash, fees, free_from: feeFree }, bank_transfer: { enabled: form.bank, account: form.account.trim(), days, cancel_after_days: cancelDays } }
  }
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const wanted = read()
    if (!wanted) return
    setBusy(true)
    try {
      const now = typed(await studioApi.savePayment(wanted))
      setSaved(now)
      setForm(now)
      toast(common().saved)
    } catch (cause) {
      setError(explain(cause))
    } finally {
      setBusy(false)
    }
  }
  const row = (at: number, next: Partial<Typed['rows'][number]>): void =>
    change({ rows: form.rows.map((one, index) => (index === at ? { ...one, ...next } : one)) })
  return (
    <section class="panel" aria-labelledby="payment">
      <h2 id="payment">{words.payment}</h2>
      <p class="hint">{words.paymentLead}</p>
      <form class="stack" onSubmit={(event) => void save(event)} noValidate data-test="payment-form">
        <label class="check-row switch">
          <input type="checkbox" checked={form.cash} onChange={(event) => change({ cash: event.currentTarget.checked })} data-test="on-delivery" />
          <span><b>{words.onDelivery}</b><span class="hint">{words.onDeliveryHint}</span></span>
        </label>
        {form.cash && (
          <div class="stack under-switch">
            <div>
              <b>{words.fees}</b>
              <p class="hint">{words.feesHint}</p>
            </div>
            {form.rows.map((one, at) => (
              <div class="fee-row" key={at}>
                <Field label={words.below} inputMode="numeric" value={one.below} placeholder={at === form.rows.length - 1 ? words.rest : ''} error={errors[`below-${at}`]} onInput={(event) => row(at, { below: event.currentTarget.value })} test={`below-${at}`} />
                <Field label={words.fee} inputMode="numeric" value={one.fee} error={errors[`fee-${at}`]} onInput={(event) => row(at, { fee: event.currentTarget.value })} test={`fee-${at}`} />
                <button type="button" class="icon-btn" aria-label={words.removeRow} title={words.removeRow} onClick={() => change({ rows: form.rows.filter((_, index) => index !== at) })}><Icon name="trash" size="s" /></button>
              </div>
            ))}
            {form.rows.length < kMostRows && <button type="button" class="btn small add-row" onClick={() => change({ rows: [...form.rows, { below: '', fee: '' }] })} data-test="add-row"><Icon name="plus" size="s" />{words.addRow}</button>}
            {form.rows.length > 0 && <Field label={words.feeFree} optional={common().optional} inputMode="numeric" value={form.feeFree} error={errors['feeFree']} onInput={(event) => change({ feeFree: event.currentTarget.value })} />}
          </div>
        )}
        <label class="check-row switch">
          <input type="checkbox" checked={form.bank} onChange={(event) => change({ bank: event.currentTarget.checked })} data-test="bank-transfer" />
          <span><b>{words.bankTransfer}</b><span class="hint">{words.bankTransferHint}</span></span>
        </label>
        {form.bank && (
          <div class="stack under-switch">
            <Field label={words.account} rows={3} maxLength={500} hint={words.accountHint} value={form.account} error={errors['account']} onInput={(event: { currentTarget: { value: string } }) => change({ account: event.currentTarget.value })} test="account" />
            <Field label={words.days} inputMode="numeric" value={form.days} maxLength={2} error={errors['days']} onInput={(event) => change({ days: event.currentTarget.value })} test="days" />
            <label class="check-row">
              <input type="checkbox" checked={form.cancels} onChange={(event) => change({ cancels: event.currentTarget.checked })} data-test="cancel-unpaid" />
              <span><b>{words.cancelAfter}</b><span class="hint">{words.cancelAfterHint}</span></span>
            </label>
            {form.cancels && <Field label={words.cancelAfterDays} inputMode="numeric" value={form.cancelDays} maxLength={2} error={errors['cancelDays']} onInput={(event) => change({ cancelDays: event.currentTarget.value })} test="cancel-days" />}
          </div>
        )}
        <SaveFoot dirty={JSON.stringify(form) !== JSON.stringify(saved)} busy={busy} error={error} />
      </form>
    </section>
  )
}
