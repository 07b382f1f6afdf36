// The way into the cart, with what is in it.
import { Icon } from '../../shared/icons.tsx'
import { cartOpen, cartPieces } from '../cart.ts'
import { words } from '../messages/words.ts'
import './checkout.css'

export function CartButton() {
  const t = words()
  const pieces = cartPieces.value
  return (
    <button type="button" class="cart-button ib" aria-label={pieces > 0 ? t.cartWith(pieces) : t.cart} onClick={() => (cartOpen.value = true)} data-test="cart">
      <Icon name="cart" size="s" />
      {pieces > 0 && (
        <b class="n" aria-hidden="true">
          {pieces}
        </b>
      )}
    </button>
  )
}

/** Over the picture of a phone, and only while there is something in it: the face stays free. */
export function CartRail() {
  const t = words()
  const pieces = cartPieces.value
  if (pieces === 0) return null
  return (
    <button type="button" class="phone-only" aria-label={t.cartWith(pieces)} onClick={() => (cartOpen.value = true)} data-test="cart">
      <span class="disc">
        <Icon name="cart" />
      </span>
      <span class="n">{t.pieces(pieces)}</span>
    </button>
  )
}
