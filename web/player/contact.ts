// What can be known to be wrong with a delivery address before it is sent. Pure.
import type { Contact } from '../shared/api.ts'

export type ContactField = keyof Contact

export const kNoContact: Required<Contact> = { name: '', email: '', phone: '', postal_code: '', address: '' }

/** Full-width digits, letters and hyphens as a phone's keyboard may write them, in their plain form. */
function narrow(text: string): string {
  return text.normalize('NFKC').replace(/[‐‑–—―−ー]/g, '-').trim()
}

/** As it will be sent: plain digits, a postal code with its hyphen, no empty phone. */
export function tidyContact(contact: Required<Contact>): Contact {
  const digits = narrow(contact.postal_code).replace(/\D/g, '')
  const phone = narrow(contact.phone)
  return {
    name: contact.name.trim(),
    email: narrow(contact.email),
    ...(phone === '' ? {} : { phone }),
    postal_code: digits.length === 7 ? `${digits.slice(0, 3)}-${digits.slice(3)}` : narrow(contact.postal_code),
    address: contact.address.trim(),
  }
}

/** The fields that need mending, in the order of the form. */
export function wrongFields(contact: Contact): ContactField[] {
  const wrong: ContactField[] = []
  if (contact.name === '') wrong.push('name')
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(contact.email)) wrong.push('email')
  if (contact.phone !== undefined && !/^\+?[\d\- ()]{9,20}$/.test(contact.phone)) wrong.push('phone')
  if (!/^\d{3}-\d{4}$/.test(contact.postal_code)) wrong.push('postal_code')
  if (contact.address === '') wrong.push('address')
  return wrong
}

/** The field of our form that a problem's JSON pointer means ("/contact/email"), or null. */
export function fieldOfPointer(pointer: string | null): ContactField | null {
  const name = pointer?.match(/^\/contact\/(\w+)$/)?.[1]
  return name !== undefined && Object.hasOwn(kNoContact, name) ? (name as ContactField) : null
}
