// Orders that were to be paid by now. Pure.
import type { Order } from '../../shared/api.ts'

/** Whole days past the due date, from 0 on; null for what is not overdue. */
export function daysOverdue(order: Pick<Order, 'state' | 'due_at'>, now: number): number | null {
  if (order.state !== 'placed' || order.due_at === null) return null
  const late = now - Date.parse(order.due_at)
  return late > 0 ? Math.floor(late / 86_400_000) : null
}
