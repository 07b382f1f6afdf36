// The routes of a show's offers, typed (docs/api.md, "Offers").
import type { Money } from '../../shared/api.ts'
import type { Offer, StaffOffer } from '../../shared/offers.ts'
import { staffCall } from '../session.ts'

export interface OfferFields {
  title: string
  benefit: Offer['benefit']
  percent: number | null
  amount: Money | null
  targets: { product: string; sku: string | null; price: Money | null }[]
  pieces: number | null
  per_person: number | null
  lasts_seconds: number | null
  code: string | null
  code_shown: boolean
  archive_until: string | null
}

const id = encodeURIComponent

export const offersApi = {
  list: (show: string) => staffCall<{ items: StaffOffer[] }>(`/api/shows/${id(show)}/offers`),
  add: (show: string, fields: OfferFields) => staffCall<StaffOffer>(`/api/shows/${id(show)}/offers`, { method: 'POST', body: fields }),
  save: (show: string, offer: string, fields: OfferFields) => staffCall<StaffOffer>(`/api/shows/${id(show)}/offers/${id(offer)}`, { method: 'PUT', body: fields }),
  remove: (show: string, offer: string) => staffCall<void>(`/api/shows/${id(show)}/offers/${id(offer)}`, { method: 'DELETE' }),
}
