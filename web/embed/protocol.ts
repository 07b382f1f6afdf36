// What the frame and the page around it say to each other by postMessage. Types alone: neither side carries the other.
//
// Every message is `{ nigiwai: 1, type, … }`. The frame speaks to the origin that embeds it and to no other, and both
// sides take a message only from the window and the origin they know.

export interface ShownProduct {
  id: string
  title: string
  /** Absolute, or null. */
  picture: string | null
}

export interface AddToCart {
  sku: string
  /** What the page's own shop calls the SKU, where that is set. */
  external_id: string | null
  quantity: number
  product: ShownProduct
  /** Of one piece, in minor units, tax included. */
  price: { amount: number; currency: string }
  show: string
  /** Its place in the show, ms. */
  at: number
  /** To be kept with the cart and sent back with the order. */
  moment: string
}

/** How much room a block takes. One that has nothing to show takes none; one whose height is not known yet says 0. */
export interface BlockSize {
  kind: string
  empty: boolean
  /** CSS pixels. */
  height: number
}

export type FromFrame = { nigiwai: 1 } & (
  | { type: 'ready'; detail: { show: string; title: string; state: string } }
  | { type: 'live' | 'ended'; detail: { show: string; title: string } }
  | { type: 'pin'; detail: { product: ShownProduct | null; at: number } }
  | { type: 'add-to-cart'; id: number; detail: AddToCart }
  | { type: 'save'; detail: { product: ShownProduct; saved: boolean; at: number } }
  | { type: 'share'; detail: { url: string; at: number | null } }
  | { type: 'problem'; detail: { problem: string } }
  | { type: 'minimise' }
  | { type: 'size'; detail: BlockSize }
)

export type ToFrame = { nigiwai: 1 } & (
  | { type: 'play' | 'pause' }
  | { type: 'seek'; at: number }
  | { type: 'mini'; on: boolean }
  | { type: 'language'; language: string }
  | { type: 'accent'; accent: string }
  | { type: 'added'; id: number; ok: boolean }
)
