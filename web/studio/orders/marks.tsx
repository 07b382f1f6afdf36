// What an order is marked with in the list and on its own page.
import type { ExternalOrder, Order } from '../../shared/api.ts'
import { orderWords } from '../messages/orders.ts'
import { daysOverdue } from './overdue.ts'

/** Where the order stands; an open payment is said, since it decides what is next. */
export function StateMark({ order }: { order: Order | ExternalOrder }) {
  const words = orderWords()
  const tone = { placed: 'info', paid: 'info', shipped: 'ok', cancelled: '', refunded: '', returned: '' }[order.state]
  const ours = 'payment' in order && order.payment !== null ? order : null
  const waits = ours?.state === 'placed' && ours.payment === 'bank-transfer'
  const late = ours ? daysOverdue(ours, Date.now()) : null
  if (late !== null) return <span class="tag bad" data-state={order.state} data-test="overdue">{words.overdue(late)}</span>
  return <span class={`tag ${waits ? 'warn' : tone}`} data-state={order.state}>{waits ? words.toPay : (words.state[order.state] ?? order.state)}</span>
}

/** Taken by another shop, which is named. */
export function ElsewhereMark({ order }: { order: ExternalOrder }) {
  const words = orderWords()
  return <span class="tag" data-test="elsewhere">{order.external.taken_by ? words.takenBy(order.external.taken_by) : words.elsewhere}</span>
}
