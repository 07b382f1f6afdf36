// Orders as the server tells of them and takes them (docs/api.md).
import type { Picture } from './catalogue.ts'
import type { Money } from './format.ts'

export interface Contact {
  name: string
  email: string
  phone?: string
  postal_code: string
  address: string
  /** The address in its parts, where the buyer gave it so. */
  prefecture?: string
  city?: string
  line?: string
  building?: string
}

export interface OrderLine {
  sku: string
  product: string
  title: string
  picture: Picture | null
  quantity: number
  /** Of these, back in stock. */
  returned: number
  unit_price: Money
  /** Without the offer that makes the price, if one does, and what that takes off all pieces. */
  usual_price: Money
  discount: Money
  offer: { id: string; title: string } | null
  total: Money
  tax_rate: number
  /** The moment from which it was put into the cart. */
  show: string | null
  at: number | null
}

export type OrderState = 'placed' | 'paid' | 'shipped' | 'cancelled' | 'refunded' | 'returned'
export type OrderAct = 'pay' | 'ship' | 'cancel' | 'refund' | 'restock'
export type Payment = 'on-delivery' | 'bank-transfer'

export type PiecesOfStep = { sku: string; quantity: number }[]

export interface OrderStep {
  what: 'placed' | 'paid' | 'shipped' | 'cancelled' | 'refunded' | 'restocked'
  at: string
  amount?: Money
  /** The pieces that came back, or that the money is for. */
  lines?: PiecesOfStep
  /** For staff only. */
  by?: { name: string; role: string }
  reason?: string
}

export interface Order {
  id: string
  number: string
  state: OrderState
  placed_at: string
  show: string | null
  at: number | null
  lines: OrderLine[]
  shipping: Money
  fee: Money
  total: Money
  tax: { rate: number; amount: Money }[]
  contact: Contact
  payment: Payment
  /** How to pay, while it is to be paid. */
  pay_to?: string
  due_at: string | null
  /** Told to the buyer: unpaid until then, the order is cancelled by the server. */
  cancels_at: string | null
  paid_at: string | null
  shipped_at: string | null
  tracking: string
  refunded: Money
  history: OrderStep[]
  /** What the reader may do with it now. */
  can: OrderAct[]
  url: string
}

/** In the staff's list: an order that another shop took, with what it told of it. */
export interface ExternalOrder {
  id: string
  number: string
  state: 'placed' | 'paid' | 'shipped' | 'cancelled' | 'refunded'
  counted: boolean
  placed_at: string
  changed_at: string
  show: string
  at: number
  lines: { sku: string; product: string; title: string; quantity: number }[]
  total: Money
  external: { id: string; taken_by: string }
}

export interface WantedLine {
  sku: string
  quantity: number
  show?: string
  at?: number
  /** Where the buyer stands in that show now, for offers. */
  playhead?: number
  /** Of one piece, as the buyer saw it. */
  price?: Money
}

export interface PlaceOrder {
  show?: string
  at?: number
  lines: WantedLine[]
  contact: Contact
  payment?: Payment
  language?: 'ja' | 'en'
  total?: Money
  coupon?: string
  /** The share link by which the buyer came. */
  share?: string
}

export interface AskQuote {
  lines: WantedLine[]
  postal_code?: string
  prefecture?: string
  payment?: Payment
  coupon?: string
}

/** Why somebody does not get an offer or a coupon. */
export type Missed = 'closed' | 'used-up' | 'limit' | 'unknown' | 'no-match'

export interface QuoteLine {
  sku: string
  quantity: number
  problem: 'unknown' | 'gone' | 'not-on-sale' | 'price-changed' | 'offer-gone' | 'sold-out' | null
  product?: string
  title?: string
  picture?: Picture | null
  unit_price?: Money
  usual_price?: Money
  total?: Money
  left?: number
  was?: Money
  offer?: { id: string; title: string } | null
  /** Of not-on-sale. */
  on_sale_from?: string
  /** Of offer-gone. */
  why?: Missed
  offer_left?: number
  limit?: number
  already?: number
}

export interface Quote {
  lines: QuoteLine[]
  goods: Money
  shipping: Money
  shipping_free_from: Money | null
  prefecture: string | null
  payment: Payment
  payments: { id: Payment; fee: Money; before_shipping: boolean }[]
  fee: Money
  total: Money
  coupon: { code: string; title: string | null; problem: Missed | null } | null
  tax: { rate: number; amount: Money }[]
}

export interface Receipt {
  issuer: { name: string; registration_number: string; address: string; phone: string }
  number: string
  kind: 'receipt' | 'invoice'
  date: string
  placed_at: string
  name: string
  lines: { title: string; quantity: number; unit_price: Money; total: Money; tax_rate: number; reduced: boolean; offer: string | null; discount: Money }[]
  shipping: Money
  fee: Money
  rates: { rate: number; total: Money; tax: Money }[]
  total: Money
  refunded: Money
  payment: Payment
}
