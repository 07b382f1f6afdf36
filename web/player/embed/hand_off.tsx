// The sheet in which one chooses for a cart that lives in another shop: the page around us takes it, or its address.
import { useState } from 'preact/hooks'
import { Problem, type Product } from '../../shared/api.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { Icon } from '../../shared/icons.tsx'
import { problemText } from '../../shared/messages/words.ts'
import { productWords } from '../messages/product.ts'
import { words } from '../messages/words.ts'
import { opensToMe } from '../on_sale.ts'
import { Price, ProductPicture, Stock } from '../parts.tsx'
import { shop } from '../visit.ts'
import type { Watching } from '../watch/watching.ts'
import { framed, offer, shown } from './frame.ts'
import { makeMoment } from './moments.ts'
import '../watch/buy.css'

const kMostPieces = 99

/** Whether a purchase leaves this page. A page around us is there in a frame alone; an address leads from anywhere. */
export function cartElsewhere(): boolean {
  const to = shop.value?.cart
  return to === 'url' || (to === 'host' && framed.value)
}

interface Props {
  w: Watching
  product: Product
  onClose: () => void
}

export function HandOffSheet({ w, product, onClose }: Props) {
  const t = words()
  const [busy, setBusy] = useState(false)
  /** Null until it was handed over; then the address of the other shop's cart, or '' where the page around us took it. */
  const [handed, setHanded] = useState<string | null>(null)
  return (
    <Dialog open onClose={onClose} title={t.addTitle(product.title)} titleHidden kind="sheet" busy={busy} class="buy-sheet" test="hand-off">
      {handed === null ? (
        <Choose w={w} product={product} onBusy={setBusy} onDone={setHanded} />
      ) : (
        <section class="outcome" role="status" data-test="handed-off">
          <span class="ok">
            <Icon name="check" />
          </span>
          <h3>{handed ? t.handedTitle : t.addedTitle}</h3>
          <p>{handed ? t.handedText : t.addedText}</p>
          {handed && (
            <a class="btn do big" href={handed} target="_blank" rel="noopener" data-test="to-cart">
              {t.toCart}
            </a>
          )}
          <button type="button" class={handed ? 'btn quiet' : 'btn do big'} onClick={onClose} data-test="back-to-show">
            {t.backToShow}
          </button>
        </section>
      )}
    </Dialog>
  )
}

function Choose({ w, product, onBusy, onDone }: { w: Watching; product: Product; onBusy: (busy: boolean) => void; onDone: (address: string) => void }) {
  const t = words()
  const [sku, setSku] = useState(() => (product.variants.find((one) => one.left > 0) ?? product.variants[0])?.sku ?? product.id)
  const [wanted, setWanted] = useState(1)
  const [sending, setSending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const variant = product.variants.find((one) => one.sku === sku)
  const left = variant?.left ?? product.left
  const opens = opensToMe(product)
  const price = variant?.price ?? product.price
  const quantity = Math.max(1, Math.min(wanted, kMostPieces, Math.max(1, left)))

  const add = async (): Promise<void> => {
    const busy = (on: boolean): void => {
      setSending(on)
      onBusy(on)
    }
    setProblem(null)
    busy(true)
    try {
      const moment = await makeMoment(w.room.show.value.id, w.room.position(), sku, quantity)
      if (moment.url !== null) {
        // Some browsers open nothing so long after the touch; the sheet has the address as a link too.
        window.open(moment.url, '_blank', 'noopener')
        onDone(moment.url)
        return
      }
      const taken = await offer({
        sku,
        external_id: moment.external_id,
        quantity,
        product: shown(product),
        price: { amount: price.amount, currency: price.currency },
        show: moment.show,
        at: moment.at,
        moment: moment.moment,
      })
      if (taken) onDone('')
      else setProblem(t.notAdded)
    } catch (cause) {
      setProblem(problemText(Problem.from(cause)))
    } finally {
      busy(false)
    }
  }

  return (
    <form
      class="buy-form"
      onSubmit={(event) => {
        event.preventDefault()
        void add()
      }}
    >
      <div class="buy-scroll">
        <div class="buy-top">
          <ProductPicture picture={product.picture} size={64} />
          <div>
            <h3>{product.title}</h3>
            <Price value={price} />
            <div>
              <Stock product={{ ...product, left }} />
            </div>
          </div>
        </div>
        {product.variants.length > 1 && (
          <div class="choices" role="radiogroup" aria-label={Object.keys(product.variants[0]?.options ?? {}).join(' / ')}>
            {product.variants.map((one) => (
              <button key={one.sku} type="button" role="radio" aria-checked={one.sku === sku} disabled={one.left <= 0} onClick={() => setSku(one.sku)}>
                {Object.values(one.options).join(' ') || one.sku}
                <small class="n">{one.left <= 0 ? t.soldOut : t.left(one.left)}</small>
              </button>
            ))}
          </div>
        )}
        <div class="row">
          <span class="lab" id="add-quantity">
            {t.quantity}
          </span>
          <div class="step" role="group" aria-labelledby="add-quantity">
            <button type="button" aria-label={t.fewer} disabled={sending || quantity <= 1} onClick={() => setWanted(quantity - 1)}>
              <Icon name="minus" size="s" />
            </button>
            <b class="n" aria-live="polite">
              {quantity}
            </b>
            <button type="button" aria-label={t.more} disabled={sending || quantity >= Math.min(kMostPieces, left)} onClick={() => setWanted(quantity + 1)}>
              <Icon name="plus" size="s" />
            </button>
          </div>
        </div>
        {problem && (
          <p class="field-error" role="alert" data-test="not-added">
            <Icon name="alert" size="s" />
            <span>{problem}</span>
          </p>
        )}
      </div>
      <div class="cta">
        <div class="tot">
          <span>{t.subtotal(quantity)}</span>
          <Price value={{ ...price, amount: price.amount * quantity }} />
        </div>
        <button type="submit" class="btn do big" disabled={sending || opens !== null || left <= 0} data-test="add-to-cart">
          {sending ? (
            <>
              <i class="spin" aria-hidden="true" />
              {t.adding}
            </>
          ) : opens ? (
            productWords().notOpen
          ) : left <= 0 ? (
            t.soldOut
          ) : (
            t.addToCart
          )}
        </button>
      </div>
    </form>
  )
}
