// What is sold, as the server tells it.
import type { Selling } from './api_holds.ts'
import type { Money } from './format.ts'

export interface Picture {
  url: string
  small: string
}

export interface Variant {
  sku: string
  options: Record<string, string>
  price: Money
  picture: Picture | null
  /** JAN, EAN, UPC or ISBN; empty when not known. */
  gtin: string
  left: number
}

export interface Product {
  id: string
  title: string
  subtitle?: string
  description?: string
  price: Money
  tax_rate: number
  picture: Picture | null
  variants: Variant[]
  left: number
  /** Grows whenever somebody writes the product. */
  version: number
  brand: string
  limit_per_person: number | null
  /** Before it nothing is sold, but to whom early access was granted. */
  on_sale_from: string | null
  /** On the shelf of a show: how it sells there. */
  selling?: Selling
  hold_seconds?: number
  waitlist?: boolean
  own_selling?: boolean
  pictures: (Picture & { id: string })[]
  /** Only in answers to staff: where a feed says that its pictures are. */
  picture_sources?: string[]
}

/** A show with a product on its shelf, and the stretches in which the product was pinned. */
export interface ProductShow {
  id: string
  title: string
  state: 'live' | 'scheduled' | 'archived'
  starts_at: string | null
  live_at: string | null
  length_ms: number | null
  poster: string | null
  moments: { at: number; until: number | null }[]
}
