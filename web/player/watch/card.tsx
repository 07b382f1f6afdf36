// The product in front: what it is, what it costs, what is left, buy, decide later.
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Product } from '../../shared/api.ts'
import { Icon } from '../../shared/icons.tsx'
import { problemText } from '../../shared/messages/words.ts'
import { toast } from '../../shared/toast.tsx'
import { askWords } from '../messages/asking.ts'
import { words } from '../messages/words.ts'
import { offerForProduct } from '../here.ts'
import { OfferBar, OfferLeft, ProductPrice } from '../offers.tsx'
import { ProductPicture, Stock } from '../parts.tsx'
import { saved } from '../visit.ts'
import { buyLabel, HoldChips } from './hold.tsx'
import { Then } from './shelf.tsx'
import type { Watching } from './watching.ts'

const kSeenMs = 1_000

/** Reports `product.seen` once the card was at least half visible for a second, once for each pin. */
function useSeen(w: Watching, product: string, pinnedAt: number) {
  const ref = useRef<HTMLElement>(null)
  useEffect(() => {
    const element = ref.current
    if (!element) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const observer = new IntersectionObserver(
      ([entry]) => {
        clearTimeout(timer)
        if (!entry?.isIntersecting || document.hidden) return
        timer = setTimeout(() => {
          observer.disconnect()
          w.room.report('product.seen', product)
        }, kSeenMs)
      },
      { threshold: 0.5 },
    )
    observer.observe(element)
    return () => {
      clearTimeout(timer)
      observer.disconnect()
    }
  }, [product, pinnedAt])
  return ref
}

export function SaveButton({ w, product, boxed = false }: { w: Watching; product: Product; boxed?: boolean }) {
  const t = words()
  const [busy, setBusy] = useState(false)
  const on = saved.value.some((one) => one.product === product.id)
  return (
    <button
      type="button"
      class={boxed ? 'btn later-box' : 'later'}
      aria-pressed={on}
      data-test="save"
      onClick={async () => {
        if (busy) return
        setBusy(true)
        try {
          await w.room.save(product.id, !on)
        } catch (cause) {
          toast(problemText(cause), { tone: 'bad' })
        } finally {
          setBusy(false)
        }
      }}
    >
      <Icon name="bookmark" size="s" filled={on} />
      {on ? t.saved_ : t.later_}
    </button>
  )
}

/** The card above the thumb. Nothing is drawn while nothing is pinned. */
export function PinnedCard({ w, desk = false }: { w: Watching; desk?: boolean }) {
  const product = w.room.pinnedProduct.value
  const pin = w.room.pin.value
  return (
    <>
      <HoldChips w={w} />
      {product && pin && <Card key={pin.at} w={w} product={product} at={pin.at} desk={desk} />}
    </>
  )
}

/** How many there are: of the offer, where it is limited, and of the product otherwise. */
function Left({ product }: { product: Product }) {
  const offered = product.left > 0 ? offerForProduct(product) : null
  return offered?.offer.pieces != null ? <OfferLeft offered={offered} /> : <Stock product={product} />
}

function Card({ w, product, at, desk }: { w: Watching; product: Product; at: number; desk: boolean }) {
  const t = words()
  const ref = useSeen(w, product.id, at)
  const { text, off } = buyLabel(product)
  const buy = (
    <button type="button" class={`${desk ? 'btn do big' : 'buy'} ${text.length > 3 ? 'long' : ''}`} disabled={off} onClick={() => w.buy(product)} data-test="buy">
      {text}
    </button>
  )
  if (desk) {
    return (
      <article ref={ref} class="hero" aria-label={t.pinned} data-test="product-card" data-pinned={product.id} data-pinned-at={at}>
        <OfferBar product={product} />
        <div class="in">
          <ProductPicture picture={product.picture} size={104} />
          <div>
            <h3>{product.title}</h3>
            {product.subtitle && <p class="sub">{product.subtitle}</p>}
            <ProductPrice product={product} />
            <div>
              <Left product={product} />
            </div>
            <Then w={w} product={product} />
          </div>
        </div>
        <div class="ac">
          {buy}
          <SaveButton w={w} product={product} boxed />
          <button type="button" class="btn quiet ask-about" onClick={() => w.ask(product.id)} data-test="ask-about">
            <Icon name="question" size="s" />
            {askWords().askAbout}
          </button>
        </div>
      </article>
    )
  }
  return (
    <article ref={ref} class="pcard" aria-label={t.pinned} data-test="product-card" data-pinned={product.id} data-pinned-at={at}>
      <OfferBar product={product} />
      <ProductPicture picture={product.picture} size={76} />
      <div class="tt">
        <h2>{product.title}</h2>
        {product.subtitle && <p class="sub">{product.subtitle}</p>}
        <ProductPrice product={product} />
        <div class="stock-line">
          <Left product={product} />
          <button type="button" class="ask-about" onClick={() => w.ask(product.id)} data-test="ask-about">
            <Icon name="question" size="xs" />
            {askWords().ask}
          </button>
        </div>
        <Then w={w} product={product} />
      </div>
      <div class="act">
        {buy}
        <SaveButton w={w} product={product} />
      </div>
    </article>
  )
}
