// What happened to what one saved, and recommendations, as viewers ask for them (docs/api.md, "Deciding later").
import { call, type Money, type Picture, type ShowState } from '../../shared/api.ts'

export interface ProductCard {
  id: string
  title: string
  subtitle: string
  brand: string
  picture: Picture | null
  price: Money
  left: number
}
export interface ShowCard {
  id: string
  title: string
  state: ShowState
  starts_at: string | null
  pictures: Picture[]
}
export type Reason = 'low' | 'ending' | 'back' | 'shown' | 'moment' | 'story'
export interface News {
  news: number
  reason: Reason
  product: ProductCard
  show: ShowCard | null
  at: number | null
  /** Of a maker's story. */
  title: string | null
  /** Of a coupon. */
  code: string | null
  ends_at: string | null
  happened_at: string
  told: boolean
}
export type Basis = 'together' | 'popular'
export interface Recommendations {
  products: { product: ProductCard; basis: Basis }[]
  shows: { show: ShowCard; basis: Basis }[]
}
/** What recommendations go with. */
export type Beside = { product: string } | { show: string } | { for: 'me' }

const id = encodeURIComponent

export const returningApi = {
  news: () => call<{ items: News[] }>('/api/me/returns'),
  told: (news: number[]) => call<void>('/api/me/returns/told', { method: 'POST', body: { news } }),
  recommended: (beside: Beside) => call<Recommendations>(`/api/recommendations?${new URLSearchParams({ ...beside, limit: '8' }).toString()}`),
  look: (product: string) => call<void>(`/api/products/${id(product)}/looks`, { method: 'POST', body: {} }),
  allowed: () => call<{ allowed: boolean }>('/api/me/recommending'),
  allow: (allowed: boolean) => call<{ allowed: boolean }>('/api/me/recommending', { method: 'PUT', body: { allowed } }),
}

/** Where a piece of news leads: the moment, the show, or the product's page. */
export function placeOf({ reason, product, show, at }: News): string {
  if (!show || reason === 'ending') return `/products/${id(product.id)}`
  return `/shows/${id(show.id)}${at === null ? '' : `?t=${Math.floor(at / 1000)}`}`
}
