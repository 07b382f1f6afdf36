// The way into the cart, with what is in it.
import { Icon } from '../../shared/icons.tsx'
import { cartOpen, cartPieces } from '../cart.ts'
import { words } from '../messages/words.ts'
import './checkout.css'

/** `kind` is how the buttons beside it look; a round one is drawn only while there is something in the cart. */
export function CartButton({ kind }: { kind: 'header' | 'round' }) {
  const t = words()
  const pieces = cartPieces.value
  if (kind === 'round' && pieces === 0) return null
  return (
    <button type="button" class={`cart-button ${kind === 'header' ? 'ib' : 'round'}`} aria-label={pieces > 0 ? t.cartWith(pieces) : t.cart} onClick={() => (cartOpen.value = true)} data-test="cart">
      <Icon name="cart" {...(kind === 'header' ? { size: 's' as const } : {})} />
      {pieces > 0 && (
        <b class="n" aria-hidden="true">
          {pieces}
        </b>
      )}
    </button>
  )
}
