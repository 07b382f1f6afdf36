// Where the order goes: fields to fill, or the remembered address in short.
import { useEffect, useRef } from 'preact/hooks'
import { api, type Problem } from '../../shared/api.ts'
import { Field } from '../../shared/field.tsx'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { fieldOfPointer, isPostalCode, tidyContact, tidyPostalCode, type ContactField } from '../contact.ts'
import { words } from '../messages/words.ts'
import { rememberContact } from '../visit.ts'
import { contact, keepContact } from './ordering.ts'
import { kPrefectures } from './prefectures.ts'

interface Props {
  editing: boolean
  onEdit: () => void
  wrong: ContactField[]
  onMended: (field: ContactField) => void
  refused: Problem | null
  busy: boolean
}

export function ContactFields({ editing, onEdit, wrong, onMended, refused, busy }: Props) {
  const t = words()
  usePostalCode(editing)
  if (!editing) {
    const { name, postal_code, address } = tidyContact(contact.value)
    return (
      <div class="to" data-test="known-contact">
        <Icon name="truck" size="s" />
        <span class="g">
          {name}
          <small>
            〒{postal_code} {address}
          </small>
        </span>
        <button type="button" class="btn quiet" onClick={onEdit} data-test="change-contact">
          {t.change}
        </button>
      </div>
    )
  }
  const refusedField = fieldOfPointer(refused?.field ?? null)
  const set = (field: ContactField, value: string): void => {
    contact.value = { ...contact.value, [field]: value }
    onMended(field)
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
  const prefectureError = error('prefecture')
  return (
    <fieldset class="contact">
      <legend>{t.deliverTo}</legend>
      <Field label={t.name} autocomplete="name" maxLength={80} {...text('name')} />
      <Field label={t.email} type="email" inputmode="email" autocomplete="email" maxLength={254} hint={t.emailHint} {...text('email')} />
      <div class="two">
        <Field label={t.postalCode} inputmode="numeric" autocomplete="postal-code" maxLength={12} placeholder="154-0023" {...text('postal_code')} />
        <div class={`field ${prefectureError ? 'wrong' : ''}`}>
          <label for="contact-prefecture">{t.prefecture}</label>
          <select
            id="contact-prefecture"
            value={contact.value.prefecture}
            disabled={busy}
            autocomplete="address-level1"
            aria-invalid={prefectureError ? true : undefined}
            aria-describedby={prefectureError ? 'contact-prefecture-error' : undefined}
            onChange={(event) => set('prefecture', event.currentTarget.value)}
            data-test="contact-prefecture"
          >
            <option value="">{t.choose}</option>
            {kPrefectures.map(([name, latin]) => (
              <option key={name} value={name}>
                {language.value === 'ja' ? name : latin}
              </option>
            ))}
          </select>
          {prefectureError && (
            <p class="field-error" id="contact-prefecture-error" role="alert">
              <Icon name="alert" size="s" />
              <span>{prefectureError}</span>
            </p>
          )}
        </div>
      </div>
      <Field label={t.city} autocomplete="address-level2" maxLength={60} {...text('city')} />
      <Field label={t.addressLine} autocomplete="address-line1" maxLength={120} {...text('line')} />
      <Field label={t.building} optional={t.optional} autocomplete="address-line2" maxLength={120} {...text('building')} />
      <Field label={t.phone} optional={t.optional} type="tel" inputmode="tel" autocomplete="tel" maxLength={20} {...text('phone')} />
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
  )
}

/** Fills prefecture and city, and the town where nothing was typed yet, once a postal code is whole. */
function usePostalCode(editing: boolean): void {
  const code = tidyPostalCode(contact.value.postal_code)
  const asked = useRef(code)
  useEffect(() => {
    if (!editing || !isPostalCode(code) || code === asked.current) return
    asked.current = code
    api.postalPlace(code).then(
      (place) => {
        if (!place || tidyPostalCode(contact.value.postal_code) !== code) return
        const { prefecture, city, town } = place
        contact.value = { ...contact.value, prefecture, city, line: contact.value.line === '' ? town : contact.value.line }
      },
      // Without an answer the buyer fills in the address.
      () => {},
    )
  }, [code, editing])
}
