// An offer as it is typed, and as the server takes it. Pure.
import type { Money } from '../../shared/api.ts'
import type { StaffOffer } from '../../shared/offers.ts'
import { amountOf, typedAmount } from '../settings/amount.ts'
import { fromField, toField } from '../shows/local_time.ts'
import type { OfferFields } from './offers_api.ts'

export interface TypedOffer {
  title: string
  benefit: OfferFields['benefit']
  percent: string
  amount: string
  /** Chosen targets by product, or product and SKU; with the price typed for each. */
  targets: Record<string, string>
  pieces: string
  perPerson: string
  minutes: string
  code: string
  codeShown: boolean
  archive: string
}

export type OfferField = 'title' | 'percent' | 'amount' | 'targets' | 'pieces' | 'per_person' | 'lasts_seconds'

/** A key of `targets`. Ids hold no space. */
export const targetKey = (product: string, sku: string | null): string => (sku === null ? product : `${product} ${sku}`)

export function typedOffer(offer: StaffOffer | null, digits: number): TypedOffer {
  const number = (value: number | null | undefined): string => (value === null || value === undefined ? '' : String(value))
  return {
    title: offer?.title ?? '',
    benefit: offer?.benefit ?? 'percent',
    percent: number(offer?.percent ?? (offer ? null : 20)),
    amount: typedAmount(offer?.amount ?? null, digits),
    targets: Object.fromEntries((offer?.targets ?? []).map(({ product, sku, price }) => [targetKey(product, sku), typedAmount(price, digits)])),
    pieces: number(offer?.pieces),
    perPerson: number(offer?.per_person),
    minutes: offer ? number(offer.lasts_seconds === null ? null : offer.lasts_seconds / 60) : '5',
    code: offer?.code ?? '',
    codeShown: offer?.code_shown ?? true,
    archive: toField(offer?.archive_until),
  }
}

/** The fields for the server, or those that are wrong. */
export function offerFields(typed: TypedOffer, currency: string, digits: number): { fields: OfferFields } | { wrong: OfferField[] } {
  const wrong: OfferField[] = []
  const whole = (text: string, least: number, most: number, field: OfferField): number | null => {
    const plain = text.normalize('NFKC').trim()
    if (plain === '') return null
    const value = Number(plain)
    if (!Number.isInteger(value) || value < least || value > most) wrong.push(field)
    return value
  }
  const money = (text: string, field: OfferField): Money => {
    const value = amountOf(text, currency, digits)
    if (value && value.amount > 0) return value
    wrong.push(field)
    return { amount: 0, currency }
  }
  if (typed.title.trim() === '') wrong.push('title')
  const { benefit } = typed
  const percent = benefit === 'percent' ? whole(typed.percent, 1, 90, 'percent') : null
  if (benefit === 'percent' && percent === null) wrong.push('percent')
  const amount = benefit === 'amount' ? money(typed.amount, 'amount') : null
  const chosen = Object.entries(typed.targets)
  if (chosen.length === 0) wrong.push('targets')
  const targets = chosen.map(([key, price]) => {
    const [product = '', sku] = key.split(' ')
    return { product, sku: sku ?? null, price: benefit === 'price' ? money(price, 'targets') : null }
  })
  const minutes = typed.minutes.normalize('NFKC').trim() === '' ? null : Number(typed.minutes.normalize('NFKC'))
  const seconds = minutes === null ? null : Math.round(minutes * 60)
  if (seconds !== null && !(seconds >= 30 && seconds <= 21_600)) wrong.push('lasts_seconds')
  const pieces = whole(typed.pieces, 1, 1_000_000, 'pieces')
  const per_person = whole(typed.perPerson, 1, 99, 'per_person')
  if (wrong.length > 0) return { wrong: [...new Set(wrong)] }
  const code = typed.code.trim()
  return {
    fields: {
      title: typed.title.trim(), benefit, percent, amount, targets, pieces, per_person, lasts_seconds: seconds,
      code: code === '' ? null : code, code_shown: code !== '' && typed.codeShown, archive_until: fromField(typed.archive),
    },
  }
}
