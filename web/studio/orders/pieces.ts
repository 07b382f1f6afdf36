// Which pieces of an order a return or a refund is about. Pure.
import type { Order, PiecesOfStep } from '../../shared/api.ts'

/** One SKU of an order, whatever lines it stands in, and how many of it the act can still be about. */
export interface Choice {
  sku: string
  title: string
  left: number
  unit: number
}

/** What can come back, or be refunded by name, still. */
export function choices(order: Order, act: 'restock' | 'refund'): Choice[] {
  const found = new Map<string, Choice>()
  for (const line of order.lines) {
    const one = found.get(line.sku) ?? { sku: line.sku, title: line.title, left: 0, unit: line.unit_price.amount }
    one.left += line.quantity - (act === 'restock' ? line.returned : 0)
    found.set(line.sku, one)
  }
  if (act === 'refund') {
    for (const step of order.history) {
      if (step.what !== 'refunded') continue
      for (const { sku, quantity } of step.lines ?? []) {
        const one = found.get(sku)
        if (one) one.left -= quantity
      }
    }
  }
  return [...found.values()].filter(({ left }) => left > 0)
}

/** The lines to send: none where everything is meant, so that the server takes all that is left. */
export function chosen(from: readonly Choice[], counts: Readonly<Record<string, number>>): PiecesOfStep {
  return from.map(({ sku }) => ({ sku, quantity: counts[sku] ?? 0 })).filter(({ quantity }) => quantity > 0)
}

export function priceOf(from: readonly Choice[], counts: Readonly<Record<string, number>>): number {
  return from.reduce((sum, { sku, unit }) => sum + unit * (counts[sku] ?? 0), 0)
}

/** "The lip × 2, The tea × 1", by the order's own titles. */
export function named(order: Order, pieces: PiecesOfStep): string {
  return pieces.map(({ sku, quantity }) => `${order.lines.find((line) => line.sku === sku)?.title ?? sku} × ${quantity}`).join(', ')
}
