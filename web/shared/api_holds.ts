// Holds, the line and ways of selling, as docs/api.md tells them ("Holds and the line").

export type Selling = 'first-to-pay' | 'first-to-hold'

/** Pieces kept for this viewer. */
export interface Hold {
  id: string
  sku: string
  product: string
  quantity: number
  until: string
  left_ms: number
  show: string | null
}

/** A place in the line for a SKU, from 1. */
export interface Place {
  id: string
  sku: string
  product: string
  quantity: number
  place: number
  show: string | null
}

/** A SKU of which something is kept or waited for, as staff see it. */
export interface HoldsOfSku {
  sku: string
  product: string
  left: number
  held: number
  waiting: number
  holds: { id: string; quantity: number; until: string; left_ms: number }[]
  line: { id: string; quantity: number }[]
}
