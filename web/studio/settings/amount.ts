// Amounts as they are typed in a form, and as the server takes them. Pure.
import type { Money } from '../../shared/api.ts'

/** The server's limit. */
const kMost = 100_000_000

/** '1500' → 1500 yen, '12.50' → 1250 cents; null when it is no amount. Full-width digits and commas are taken. */
export function amountOf(typed: string, currency: string, digits: number): Money | null {
  const plain = typed.normalize('NFKC').replace(/[,¥\s]/g, '')
  if (!/^\d+(\.\d+)?$/.test(plain)) return null
  const minor = Number(plain) * 10 ** digits
  return Number.isInteger(Math.round(minor * 1e6) / 1e6) && minor <= kMost ? { amount: Math.round(minor), currency } : null
}

export function typedAmount(money: Money | null, digits: number): string {
  return money === null ? '' : (money.amount / 10 ** digits).toFixed(digits)
}
