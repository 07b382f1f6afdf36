// The routes of embedding, typed (docs/api.md).
import type { Page } from '../../shared/api.ts'
import type { Money } from '../../shared/format.ts'
import { staffCall } from '../session.ts'

export type Cart = 'here' | 'host' | 'url'

export interface EmbeddingSettings {
  origins: string[]
  handoff: { to: Cart; shop: string; template: string; takes_stock: boolean }
}

export interface ExternalId {
  sku: string
  title: string
  external_id: string | null
}

export interface ExternalOrder {
  id: string
  external_id: string
  state: string
  counted: boolean
  placed_at: string
  show: string
  lines: { sku: string; title: string; quantity: number }[]
  total: Money
}

export const embeddingApi = {
  settings: () => staffCall<EmbeddingSettings>('/api/shop/embedding'),
  save: (settings: EmbeddingSettings) => staffCall<EmbeddingSettings>('/api/shop/embedding', { method: 'PUT', body: settings }),
  ids: (cursor: string | null) => staffCall<Page<ExternalId>>(`/api/shop/external-ids?limit=50${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`),
  saveIds: (items: { sku: string; external_id: string }[]) => staffCall<{ changed: number }>('/api/shop/external-ids', { method: 'PUT', body: { items } }),
  orders: () => staffCall<Page<ExternalOrder>>('/api/orders/external?limit=10'),
}
