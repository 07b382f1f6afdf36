// What can be known to be wrong with a delivery address before it is sent. Pure.
import type { Contact } from '../shared/api.ts'

/** As it is typed: the address in its parts, nothing missing. */
export interface TypedContact {
  name: string
  email: string
  phone: string
  postal_code: string
  prefecture: string
  city: string
  line: string
  building: string
}
export type ContactField = keyof TypedContact

export const kNoContact: TypedContact = { name: '', email: '', phone: '', postal_code: '', prefecture: '', city: '', line: '', building: '' }

/** Full-width digits, letters and hyphens as a phone's keyboard may write them, in their plain form. */
function narrow(text: string): string {
  return text.normalize('NFKC').replace(/[‐‑–—―−ー]/g, '-').trim()
}

/** A postal code as it is sent, whether complete or not. */
export function tidyPostalCode(typed: string): string {
  const digits = narrow(typed).replace(/\D/g, '')
  return digits.length === 7 ? `${digits.slice(0, 3)}-${digits.slice(3)}` : narrow(typed)
}

export function isPostalCode(code: string): boolean {
  return /^\d{3}-\d{4}$/.test(code)
}

/** As it will be sent: plain digits, a postal code with its hyphen, no empty phone, the address whole and in parts. */
export function tidyContact(typed: TypedContact): Contact {
  const phone = narrow(typed.phone)
  const [prefecture, city, line, building] = [typed.prefecture, typed.city.trim(), typed.line.trim(), typed.building.trim()]
  return {
    name: typed.name.trim(),
    email: narrow(typed.email),
    ...(phone === '' ? {} : { phone }),
    postal_code: tidyPostalCode(typed.postal_code),
    address: `${prefecture}${city}${line}${building === '' ? '' : ` ${building}`}`,
    prefecture,
    city,
    line,
    ...(building === '' ? {} : { building }),
  }
}

/** What was remembered, to be typed on. An address of one piece, from before, goes where its number is asked for. */
export function typedContact(kept: Contact | null): TypedContact {
  if (!kept) return { ...kNoContact }
  const { name, email, phone = '', postal_code, prefecture = '', city = '', building = '' } = kept
  return { name, email, phone, postal_code, prefecture, city, line: kept.line ?? kept.address, building }
}

/** The fields that need mending, in the order of the form. */
export function wrongFields(contact: Contact): ContactField[] {
  const wrong: ContactField[] = []
  if (contact.name === '') wrong.push('name')
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(contact.email)) wrong.push('email')
  if (contact.phone !== undefined && !/^\+?[\d\- ()]{9,20}$/.test(contact.phone)) wrong.push('phone')
  if (!isPostalCode(contact.postal_code)) wrong.push('postal_code')
  if (!contact.prefecture) wrong.push('prefecture')
  if (!contact.city) wrong.push('city')
  if (!contact.line) wrong.push('line')
  return wrong
}

/** The field of our form that a problem's JSON pointer means ("/contact/email"), or null. */
export function fieldOfPointer(pointer: string | null): ContactField | null {
  const name = pointer?.match(/^\/contact\/(\w+)$/)?.[1]
  if (name === 'address') return 'line'
  return name !== undefined && Object.hasOwn(kNoContact, name) ? (name as ContactField) : null
}
