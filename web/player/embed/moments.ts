// Asking for a moment token (docs/api.md).
import { call } from '../../shared/api.ts'

/** What another shop's cart carries, so that an order taken there counts at its moment here. */
export interface Moment {
  moment: string
  show: string
  at: number
  sku: string
  product: string
  quantity: number
  external_id: string | null
  url: string | null
}

export const makeMoment = (show: string, at: number, sku: string, quantity: number) =>
  call<Moment>('/api/moments', { method: 'POST', body: { show, at: Math.round(at), sku, quantity } })
