// What the show has sold so far, as the console counts it: orders, amount, and pieces by product.
//
// Pure. An order is first heard of as `order.placed` on the timeline (which has its total) and later read with its
// lines from the order list; both are keyed by the order's id, so neither is counted twice.

export interface SoldLine {
  product: string
  quantity: number
}

export interface SoldOrder {
  id: string
  amount: number
  /** Its place in the show. */
  at: number
  lines: readonly SoldLine[] | null
  /** Cancelled, returned or refunded since: it counts no more, whichever of its events is read first. */
  gone?: boolean
}

export type Sales = ReadonlyMap<string, SoldOrder>

export const kNoSales: Sales = new Map()

/** Forgets the lines of orders of which some pieces came back: they are read again. */
export function unread(sales: Sales, ids: readonly string[]): Sales {
  const stale = ids.flatMap((id) => sales.get(id) ?? []).filter((order) => !order.gone && order.lines !== null)
  if (stale.length === 0) return sales
  const all = new Map(sales)
  for (const order of stale) all.set(order.id, { ...order, lines: null })
  return all
}

/** With `orders` added; what is known in more detail is kept. */
export function withOrders(sales: Sales, orders: readonly SoldOrder[]): Sales {
  const added = orders.filter((order) => {
    const known = sales.get(order.id)
    return !known || (!known.gone && (order.gone === true || (known.lines === null && order.lines !== null)))
  })
  if (added.length === 0) return sales
  const all = new Map(sales)
  for (const order of added) all.set(order.id, order)
  return all
}

export interface SalesTotals {
  orders: number
  amount: number
  /** Pieces sold, by product id. */
  pieces: ReadonlyMap<string, number>
  /** True while some order's lines have not been read yet. */
  partial: boolean
}

export function totals(sales: Sales): SalesTotals {
  const pieces = new Map<string, number>()
  let amount = 0
  let partial = false
  let orders = 0
  for (const order of sales.values()) {
    if (order.gone) continue
    orders += 1
    amount += order.amount
    if (order.lines === null) partial = true
    for (const line of order.lines ?? []) pieces.set(line.product, (pieces.get(line.product) ?? 0) + line.quantity)
  }
  return { orders, amount, pieces, partial }
}
