// What delivery costs: an amount for each region, and from when it is free.
import { useState } from 'preact/hooks'
import { Field } from '../../shared/field.tsx'
import { toast } from '../../shared/toast.tsx'
import { checkoutWords } from '../messages/checkout.ts'
import { common } from '../messages/common.ts'
import { explain } from '../parts/explain.ts'
import { priceDigits, shop } from '../shop.ts'
import { kRegions, studioApi, type Delivery, type Region } from '../studio_api.ts'
import { amountOf, typedAmount } from './amount.ts'
import { SaveFoot } from './save_foot.tsx'

export function DeliveryForm({ known }: { known: Delivery }) {
  const words = checkoutWords()
  const currency = shop.value!.currency
  const digits = priceDigits(currency)
  const typed = (delivery: Delivery) => ({
    regions: Object.fromEntries(kRegions.map((region) => [region, typedAmount(delivery.regions[region], digits)])) as Record<Region, string>,
    freeFrom: typedAmount(delivery.free_from, digits),
  })
  const [saved, setSaved] = useState(() => typed(known))
  const [form, setForm] = useState(saved)
  const [all, setAll] = useState('')
  const [wrong, setWrong] = useState<Set<string>>(new Set())
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const change = (next: typeof form): void => {
    setForm(next)
    setWrong(new Set())
    setError(null)
  }
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const regions = kRegions.map((region) => [region, amountOf(form.regions[region], currency, digits)] as const)
    const freeFrom = form.freeFrom.trim() === '' ? null : amountOf(form.freeFrom, currency, digits)
    const found = new Set<string>(regions.filter(([, amount]) => amount === null).map(([region]) => region))
    if (form.freeFrom.trim() !== '' && freeFrom === null) found.add('free_from')
    setWrong(found)
    if (found.size > 0) return
    setBusy(true)
    try {
      const now = typed(await studioApi.saveDelivery({ regions: Object.fromEntries(regions) as Delivery['regions'], free_from: freeFrom }))
      setSaved(now)
      setForm(now)
      toast(common().saved)
    } catch (cause) {
      setError(explain(cause))
    } finally {
      setBusy(false)
    }
  }
  const dirty = JSON.stringify(form) !== JSON.stringify(saved)
  return (
    <section class="panel" aria-labelledby="delivery">
      <h2 id="delivery">{words.delivery}</h2>
      <p class="hint">{words.deliveryLead}</p>
      <form class="stack" onSubmit={(event) => void save(event)} noValidate data-test="delivery-form">
        <div class="fill-all">
          <Field label={words.everywhere} inputMode="numeric" value={all} hint={words.everywhereHint} onInput={(event) => setAll(event.currentTarget.value)} test="everywhere" />
          <button type="button" class="btn" disabled={amountOf(all, currency, digits) === null} data-test="fill"
            onClick={() => change({ ...form, regions: Object.fromEntries(kRegions.map((region) => [region, all])) as Record<Region, string> })}>{words.fill}</button>
        </div>
        <div class="regions">
          {kRegions.map((region) => (
            <Field key={region} label={words.regions[region]!} hint={words.regionHints[region]} inputMode="numeric" value={form.regions[region]} error={wrong.has(region) ? words.amountWrong : null}
              onInput={(event) => change({ ...form, regions: { ...form.regions, [region]: event.currentTarget.value } })} test={`region-${region}`} />
          ))}
        </div>
        <Field label={words.freeFrom} optional={common().optional} hint={words.freeFromHint} inputMode="numeric" value={form.freeFrom} error={wrong.has('free_from') ? words.amountWrong : null}
          onInput={(event) => change({ ...form, freeFrom: event.currentTarget.value })} test="free-from" />
        <SaveFoot dirty={dirty} busy={busy} error={error} />
      </form>
    </section>
  )
}
