// The shelf under the director's hands: a number key or a click pins, the same again takes the pin off.
import { clock, money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import type { StaffOffer } from '../../shared/offers.ts'
import { common } from '../messages/common.ts'
import { liveWords } from '../messages/live.ts'
import { LiveOffers } from '../offers/live_offers.tsx'
import { ProductPicture } from '../products/picture.tsx'
import { HoldCount } from './holds.tsx'
import type { Room } from './room.ts'

const kKeys = 9
/** At or below this the stock is said in amber. */
const kLowStock = 10

export function ProductStrip({ room, onPin, onOffer }: { room: Room; onPin: (product: string) => void; onOffer: (offer: StaffOffer) => void }) {
  const words = liveWords()
  const show = room.show.value
  const live = show.state === 'live'
  const { pieces } = room.totals.value
  return (
    <section class="pr" aria-labelledby="products" data-test="products">
      <div class="ph">
        <h2 id="products">{words.products}</h2>
        <span class="m">{live ? <span class="with-keys">{words.productsHint}</span> : show.state === 'archived' || show.state === 'cancelled' ? '' : words.pinBefore}</span>
      </div>
      <LiveOffers room={room} onToggle={onOffer} />
      {show.shelf.length === 0 && <p class="chat-empty">{words.productsEmpty} <a href={`/studio/shows/${encodeURIComponent(show.id)}`}>{words.productsAdd}</a></p>}
      <ul tabIndex={show.shelf.length > 0 ? 0 : undefined} aria-label={words.products}>
        {show.shelf.map((product, place) => {
          const pinned = show.pin?.product === product.id
          const sold = pieces.get(product.id) ?? 0
          return (
            <li key={product.id} class={`${pinned ? 'on' : ''} ${product.left <= 0 ? 'out' : ''}`} data-test="product" data-product={product.id} data-pinned={pinned}>
              <button type="button" disabled={!live} aria-pressed={pinned} onClick={() => onPin(product.id)} data-test="pin">
                {place < kKeys && <kbd>{place + 1}</kbd>}
                <span class="vh">{words.pin}</span>
                <ProductPicture product={product} size={56} />
                <span class="t">
                  <b>{product.title}</b>
                  <span class="n">{money(product.price, language.value)} <span class={product.left <= 0 ? 'no' : product.left <= kLowStock ? 'low' : ''} data-test="left">{common().left(product.left)}</span></span>
                  <span class="n s">{pinned && live ? words.pinned(clock(Math.max(0, (room.clock.value ?? 0) - show.pin!.at))) : ''}{pinned && live && sold > 0 ? common().dot : ''}{pinned && live && sold === 0 ? '' : words.soldPieces(sold)}</span>
                </span>
              </button>
              <HoldCount room={room} product={product} />
            </li>
          )
        })}
      </ul>
    </section>
  )
}
