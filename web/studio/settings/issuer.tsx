// Who issues the receipts.
import { useState } from 'preact/hooks'
import { Field } from '../../shared/field.tsx'
import { toast } from '../../shared/toast.tsx'
import { checkoutWords } from '../messages/checkout.ts'
import { common } from '../messages/common.ts'
import { explain, fieldOf } from '../parts/explain.ts'
import { studioApi, type Issuer } from '../studio_api.ts'
import { SaveFoot } from './save_foot.tsx'

export function IssuerForm({ known }: { known: Issuer }) {
  const words = checkoutWords()
  const [saved, setSaved] = useState(known)
  const [form, setForm] = useState(known)
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      const now = await studioApi.saveIssuer(form)
      setSaved(now)
      setForm(now)
      setErrors({})
      toast(common().saved)
    } catch (cause) {
      const field = fieldOf(cause)
      if (field === 'registration_number') setErrors({ registration_number: words.registrationWrong })
      else if (field === 'name') setErrors({ name: words.issuerNameNeeded })
      else setError(explain(cause))
    } finally {
      setBusy(false)
    }
  }
  const field = (name: keyof Issuer) => ({
    value: form[name],
    error: errors[name],
    onInput: (event: { currentTarget: HTMLInputElement }) => setForm({ ...form, [name]: event.currentTarget.value }),
    test: `issuer-${name}`,
  })
  return (
    <section class="panel" aria-labelledby="issuer">
      <h2 id="issuer">{words.issuer}</h2>
      <p class="hint">{words.issuerLead}</p>
      <form class="stack" onSubmit={(event) => void save(event)} noValidate data-test="issuer-form">
        <Field label={words.issuerName} maxLength={80} {...field('name')} />
        <Field label={words.registration} optional={common().optional} maxLength={20} hint={words.registrationHint} autoCapitalize="characters" spellcheck={false} {...field('registration_number')} />
        <Field label={words.address} optional={common().optional} maxLength={200} {...field('address')} />
        <Field label={words.phone} optional={common().optional} type="tel" maxLength={30} {...field('phone')} />
        <SaveFoot dirty={JSON.stringify(form) !== JSON.stringify(saved)} busy={busy} error={error} />
      </form>
    </section>
  )
}
