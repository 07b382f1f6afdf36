// The product form: what was typed, what of it is wrong, and the body it becomes. Pure.
import type { Product } from '../../shared/api.ts'
import { fromField, toField } from '../shows/local_time.ts'
import type { ProductFields } from '../studio_api.ts'

export interface VariantDraft {
  sku: string
  /** By place in the draft's optionNames. */
  options: string[]
  /** Empty: the product's. */
  price: string
  /** The id of one of the product's pictures, or empty. */
  picture: string
  gtin: string
  /** In the shop already: its SKU stays. */
  known: boolean
}

export interface ProductDraft {
  id: string
  title: string
  subtitle: string
  brand: string
  description: string
  price: string
  tax_rate: string
  /** Pieces a person; empty for no limit. */
  limit: string
  /** Of a datetime-local field; empty for at once. */
  opens: string
  optionNames: string[]
  /** None: the product is its own SKU. */
  variants: VariantDraft[]
}

/** The rates of consumption tax: the usual one, and the reduced one for food and drink. */
export const kTaxRates = ['10', '8']
export const kMostOptions = 5
export const kMostVariants = 100
const kMostPerPerson = 1000

export const kEmptyDraft: ProductDraft = {
  id: '', title: '', subtitle: '', brand: '', description: '', price: '', tax_rate: '10', limit: '', opens: '', optionNames: [], variants: [],
}

/** Messages (`product.error.<name>`) by field: `title`, `variants.2.sku`. */
export type DraftErrors = Record<string, string>

/** Above this a price is a slip of the finger, and sums of 99 pieces still fit exactly in a double. */
const kHighestPrice = 100_000_000

const kId = /^[a-z0-9][a-z0-9._-]{0,63}$/

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

function priceError(text: string, digits: number): string | null {
  const price = minorUnits(text, digits)
  if (text.trim() === '' || Number.isNaN(price) || price < 0) return 'price'
  return price > kHighestPrice ? 'price_high' : null
}

export function draftErrors(draft: ProductDraft, digits: number): DraftErrors {
  const errors: DraftErrors = {}
  if (!kId.test(draft.id)) errors['id'] = 'id'
  if (draft.title.trim() === '') errors['title'] = 'title'
  const price = priceError(draft.price, digits)
  if (price) errors['price'] = price
  const limit = wholeNumber(draft.limit)
  if (draft.limit.trim() !== '' && !(limit >= 1 && limit <= kMostPerPerson)) errors['limit'] = 'limit'
  draft.optionNames.forEach((name, at) => {
    const tidy = name.trim()
    if (tidy === '' || draft.optionNames.some((other, place) => place < at && other.trim() === tidy)) errors[`optionNames.${at}`] = 'option_name'
  })
  const skus = new Set<string>()
  draft.variants.forEach((variant, at) => {
    if (!kId.test(variant.sku)) errors[`variants.${at}.sku`] = 'sku'
    else if (skus.has(variant.sku)) errors[`variants.${at}.sku`] = 'sku_twice'
    skus.add(variant.sku)
    const own = variant.price.trim() === '' ? null : priceError(variant.price, digits)
    if (own) errors[`variants.${at}.price`] = own
    draft.optionNames.forEach((_, place) => {
      if ((variant.options[place] ?? '').trim() === '') errors[`variants.${at}.options.${place}`] = 'option'
    })
  })
  return errors
}

/** A product without variants is its own SKU. */
export function hasVariants(product: Product): boolean {
  return product.variants.length > 1 || product.variants.some((variant) => variant.sku !== product.id || Object.keys(variant.options).length > 0)
}

export function draftOf(product: Product | null, digits: number): ProductDraft {
  if (!product) return kEmptyDraft
  const typed = (amount: number): string => (amount / 10 ** digits).toFixed(digits)
  const optionNames = [...new Set(product.variants.flatMap((variant) => Object.keys(variant.options)))]
  return {
    id: product.id,
    title: product.title,
    subtitle: product.subtitle ?? '',
    brand: product.brand,
    description: product.description ?? '',
    price: typed(product.price.amount),
    tax_rate: String(product.tax_rate),
    limit: product.limit_per_person === null ? '' : String(product.limit_per_person),
    opens: toField(product.on_sale_from),
    optionNames,
    variants: !hasVariants(product) ? [] : product.variants.map((variant) => ({
      sku: variant.sku,
      options: optionNames.map((name) => variant.options[name] ?? ''),
      price: variant.price.amount === product.price.amount ? '' : typed(variant.price.amount),
      picture: product.pictures.find((picture) => picture.url === variant.picture?.url)?.id ?? '',
      gtin: variant.gtin,
      known: true,
    })),
  }
}

/** The body of the PUT; the draft must be right. `opened`: a time that was not touched stays to the second. */
export function fieldsOf(draft: ProductDraft, currency: string, digits: number, opened: string | null = null): ProductFields {
  const money = (text: string) => ({ amount: minorUnits(text, digits), currency })
  return {
    title: draft.title.trim(),
    subtitle: draft.subtitle.trim(),
    brand: draft.brand.trim(),
    description: draft.description.trim(),
    price: money(draft.price),
    tax_rate: Number(draft.tax_rate),
    limit_per_person: draft.limit.trim() === '' ? null : wholeNumber(draft.limit),
    on_sale_from: opened !== null && toField(opened) === draft.opens ? opened : fromField(draft.opens),
    ...(draft.variants.length === 0 ? {} : {
      variants: draft.variants.map(({ sku, options, price, picture, gtin }) => ({
        sku,
        options: Object.fromEntries(draft.optionNames.map((name, at) => [name.trim(), options[at]!.trim()])),
        ...(price.trim() === '' ? {} : { price: money(price) }),
        ...(picture === '' ? {} : { picture }),
        ...(gtin === '' ? {} : { gtin }),
      })),
    }),
  }
}

/** The draft with one more variant, named after the product; the first one brings an option along. */
export function withVariant(draft: ProductDraft, optionName: string): ProductDraft {
  const optionNames = draft.optionNames.length === 0 ? [optionName] : draft.optionNames
  let place = draft.variants.length + 1
  const skuOf = (n: number): string => `${draft.id || 'item'}-${String(n).padStart(2, '0')}`
  while (draft.variants.some(({ sku }) => sku === skuOf(place))) place += 1
  return { ...draft, optionNames, variants: [...draft.variants, { sku: skuOf(place), options: optionNames.map(() => ''), price: '', picture: '', gtin: '', known: false }] }
}

export function withoutVariant(draft: ProductDraft, at: number): ProductDraft {
  const variants = draft.variants.filter((_, place) => place !== at)
  return { ...draft, variants, optionNames: variants.length === 0 ? [] : draft.optionNames }
}

/** The options changed by `change`, of the names and of every variant alike. */
export function withOptions(draft: ProductDraft, change: (row: string[]) => string[], names: string[]): ProductDraft {
  return { ...draft, optionNames: names, variants: draft.variants.map((variant) => ({ ...variant, options: change(variant.options) })) }
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
