// What stands in a cart: lines from several moments, with the prices that were seen. Pure.
import type { Money, Picture, QuoteLine, WantedLine } from '../shared/api.ts'

export interface CartLine {
  sku: string
  product: string
  title: string
  picture: Picture | null
  quantity: number
  /** Of one piece, when it was put in. */
  price: Money
  show?: string
  at?: number
}

/** The server's limits. */
export const kMostLines = 20
export const kMostPieces = 99

const sameLine = (a: CartLine, b: CartLine): boolean => a.sku === b.sku && a.show === b.show

/** With `line` put in: more of the same where it is already there from this show. Null when there is no room. */
export function withLine(lines: readonly CartLine[], line: CartLine): CartLine[] | null {
  const known = lines.find((other) => sameLine(other, line))
  if (known) {
    const quantity = Math.min(kMostPieces, known.quantity + line.quantity)
    return lines.map((other) => (other === known ? { ...known, quantity, price: line.price } : other))
  }
  return lines.length >= kMostLines ? null : [...lines, line]
}

export function withQuantity(lines: readonly CartLine[], index: number, quantity: number): CartLine[] {
  if (quantity < 1) return lines.filter((_, at) => at !== index)
  return lines.map((line, at) => (at === index ? { ...line, quantity: Math.min(kMostPieces, quantity) } : line))
}

/** With the prices of now, once the buyer has seen that they changed. */
export function withPrices(lines: readonly CartLine[], quoted: readonly QuoteLine[]): CartLine[] {
  return lines.map((line, at) => {
    const now = quoted[at]
    return now && now.sku === line.sku && now.unit_price ? { ...line, price: now.unit_price } : line
  })
}

export function pieces(lines: readonly CartLine[]): number {
  return lines.reduce((sum, line) => sum + line.quantity, 0)
}

export function wantedLines(lines: readonly CartLine[]): WantedLine[] {
  return lines.map(({ sku, quantity, price, show, at }) => ({
    sku,
    quantity,
    price,
    ...(show === undefined ? {} : { show, ...(at === undefined ? {} : { at: Math.round(at) }) }),
  }))
}

/** What was kept in the browser, as far as it is a cart. */
export function readCart(text: string | null): CartLine[] {
  try {
    const kept: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(kept) ? kept.filter(isLine).slice(0, kMostLines) : []
  } catch {
    return []
  }
}

function isLine(line: unknown): line is CartLine {
  const one = line as CartLine | null
  return (
    typeof one?.sku === 'string' && typeof one.product === 'string' && typeof one.title === 'string' && Number.isInteger(one.quantity) &&
    one.quantity > 0 && typeof one.price?.amount === 'number' && typeof one.price.currency === 'string'
  )
}
