// What the console's room hears and reads of orders, as sales.ts counts it. Pure.
import type { Money, Order } from '../../shared/api.ts'
import type { SoldOrder } from './sales.ts'

interface Heard {
  kind: string
  at: number
  data: Record<string, unknown>
}

const amountOf = (data: Record<string, unknown>): number => (data['total'] as Money | undefined)?.amount ?? 0

/** What an event says of sales: an order, or one that counts no more; null for what says nothing of either. */
export function soldBy({ kind, at, data }: Heard): SoldOrder | null {
  const heard = { id: String(data['order']), amount: amountOf(data), at, lines: null }
  switch (kind) {
    case 'order.placed':
      return heard
    case 'order.cancelled':
      return { ...heard, gone: true }
    case 'order.refunded':
      return data['state'] === 'refunded' ? { ...heard, gone: true } : null
    case 'order.restocked':
      return data['back'] === 'some' ? null : { ...heard, gone: true }
    case 'order.external':
    case 'order.external_changed': {
      // An order that another shop took tells all there is to know of it with its event.
      const lines = (data['lines'] ?? []) as { product: string; quantity: number }[]
      const gone = data['state'] === 'cancelled' || data['state'] === 'refunded'
      return { ...heard, lines: lines.map(({ product, quantity }) => ({ product, quantity })), gone }
    }
    default:
      return null
  }
}

/** The order of which some pieces came back, so that its lines are to be read again. */
export function partlyBack({ kind, data }: Heard): string | null {
  return kind === 'order.restocked' && data['back'] === 'some' ? String(data['order']) : null
}

/** The part of an order that came from this show, less what came back: a cart may hold lines of several. */
export function soldIn(show: string, order: Order): SoldOrder {
  const lines = order.lines.filter((line) => line.show === show).map((line) => ({ ...line, quantity: line.quantity - line.returned }))
  return {
    id: order.id,
    amount: lines.reduce((sum, line) => sum + line.unit_price.amount * line.quantity, 0),
    at: lines[0]?.at ?? order.at ?? 0,
    lines: lines.map(({ product, quantity }) => ({ product, quantity })),
    gone: ['cancelled', 'refunded', 'returned'].includes(order.state),
  }
}
