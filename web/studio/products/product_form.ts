// The product form: what was typed, what of it is wrong, and the body it becomes. Pure.

export interface ProductDraft {
  id: string
  title: string
  subtitle: string
  description: string
  price: string
  tax_rate: string
}

/** The rates of consumption tax: the usual one, and the reduced one for food and drink. */
export const kTaxRates = ['10', '8']

export const kEmptyDraft: ProductDraft = { id: '', title: '', subtitle: '', description: '', price: '', tax_rate: '10' }

/** Messages (`product.error.<name>`) by field. */
export type DraftErrors = Partial<Record<keyof ProductDraft, string>>

/** Above this a price is a slip of the finger, and sums of 99 pieces still fit exactly in a double. */
const kHighestPrice = 100_000_000

/** Digits as people type them: full width, with commas, with a yen sign. NaN when it is no whole number. */
export function wholeNumber(text: string): number {
  const plain = text.normalize('NFKC').replace(/[,\s¥円]/g, '')
  return /^[-+]?\d+$/.test(plain) ? Number(plain) : Number.NaN
}

/** Price in minor units of a currency with `digits` decimals: '1,980' → 1980 for yen, '19.80' → 1980 for dollars. */
export function minorUnits(text: string, digits: number): number {
  if (digits === 0) return wholeNumber(text)
  const plain = text.normalize('NFKC').replace(/[,\s¥$€£円]/g, '')
  const match = /^(\d+)(?:\.(\d+))?$/.exec(plain)
  if (!match || (match[2] ?? '').length > digits) return Number.NaN
  return Number(match[1] + (match[2] ?? '').padEnd(digits, '0'))
}

export function draftErrors(draft: ProductDraft, digits: number): DraftErrors {
  const errors: DraftErrors = {}
  if (!/^[a-z0-9][a-z0-9._-]{0,63}$/.test(draft.id)) errors.id = 'id'
  if (draft.title.trim() === '') errors.title = 'title'
  const price = minorUnits(draft.price, digits)
  if (draft.price.trim() === '' || Number.isNaN(price) || price < 0) errors.price = 'price'
  else if (price > kHighestPrice) errors.price = 'price_high'
  return errors
}

/** A change of stock as typed: '+10', '-3', '１２'. Null when it is none. */
export function stockDelta(text: string): number | null {
  const delta = wholeNumber(text.normalize('NFKC').replace(/[−ー‐–]/g, '-'))
  return Number.isNaN(delta) || delta === 0 || Math.abs(delta) > 1_000_000 ? null : delta
}

/** A first guess at an id from a title in Latin letters; empty when there are none. */
export function idFromTitle(title: string): string {
  return title.normalize('NFKD').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 64)
}

/** Whether every word of `text` is found in the product's title, subtitle or id. */
export function productMatches(product: { id: string; title: string; subtitle?: string }, text: string): boolean {
  const plain = (value: string): string => value.normalize('NFKC').toLowerCase()
  const there = plain(`${product.id} ${product.title} ${product.subtitle ?? ''}`)
  return plain(text).split(/\s+/).filter(Boolean).every((word) => there.includes(word))
}
