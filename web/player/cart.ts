// This browser's cart: kept in its own storage, the same in all of its windows.
import { computed, signal } from '@preact/signals'
import { remember, remembered } from '../shared/i18n.ts'
import { pieces, readCart, withLine, type CartLine } from './cart_lines.ts'

const kCartKey = 'nigiwai.cart'

export const cart = signal<CartLine[]>(readCart(remembered(kCartKey)))
export const cartPieces = computed(() => pieces(cart.value))
/** Whether the sheet is open. */
export const cartOpen = signal(false)

export function setCart(lines: CartLine[]): void {
  cart.value = lines
  remember(kCartKey, lines.length === 0 ? null : JSON.stringify(lines))
}

/** False when the cart is full. */
export function putIntoCart(line: CartLine): boolean {
  const lines = withLine(cart.value, line)
  if (lines) setCart(lines)
  return lines !== null
}

if (typeof addEventListener === 'function') {
  addEventListener('storage', (event) => {
    if (event.key === kCartKey) cart.value = readCart(event.newValue)
  })
}
