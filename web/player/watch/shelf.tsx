// All products of the show, each with the moment it was shown.
import type { ComponentChildren } from 'preact'
import type { Product } from '../../shared/api.ts'
import { clock } from '../../shared/format.ts'
import { Icon } from '../../shared/icons.tsx'
import { money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { archiveWords } from '../messages/archive.ts'
import { words } from '../messages/words.ts'
import { framed } from '../embed/frame.ts'
import { OfferTag, ProductPrice } from '../offers.tsx'
import { ProductPicture, Stock } from '../parts.tsx'
import { Recommended } from '../returning/recommended.tsx'
import { spokenPrice, stepAt } from '../shelf_then.ts'
import { me } from '../visit.ts'
import { PinnedCard } from './card.tsx'
import { holdTime, sellingOf } from './hold.tsx'
import type { Watching } from './watching.ts'

function Moment({ w, product, at, onSeek }: { w: Watching; product: Product; at: number | undefined; onSeek: (() => void) | undefined }) {
  const t = words()
  if (product.id === w.room.pin.value?.product) return <span class="s on">{t.nowShown}</span>
  if (at === undefined) return w.room.live.value ? <span class="s">{t.notYet}</span> : null
  // The playhead is read so that the link goes when the picture's window has moved on.
  w.room.playhead.value
  if (!w.reaches(at)) {
    return (
      <span class="s n" title={t.shownLater}>
        {t.shownAtGone(clock(at))}
      </span>
    )
  }
  return (
    <button
      type="button"
      class="moment n"
      data-test="moment"
      onClick={() => {
        w.seek(at)
        onSeek?.()
      }}
    >
      {t.shownAt(clock(at))}
    </button>
  )
}

/** In an archive: what it cost and what was left where the playhead stands, when that is another now. */
export function Then({ w, product }: { w: Watching; product: Product }) {
  const history = w.shelfThen.value.get(product.id)
  const step = history && stepAt(history.then, w.room.playhead.value ?? 0)
  const price = step?.price && spokenPrice(step.price, w.room.show.value.offers, product.id, w.room.playhead.value ?? 0)
  const same = price?.amount === product.price.amount && step?.left === product.left
  if (w.room.live.value || !step || same) return null
  return (
    <span class="then n" data-test="then" data-left={step.left ?? ''}>
      {archiveWords().then(price ? money(price, language.value) : '', step.left)}
    </span>
  )
}

/** What it means that things are kept here, once for the shelf; with different times nothing is said of them here. */
export function ShelfNote({ w }: { w: Watching }) {
  const ways = w.room.show.value.shelf.map(sellingOf).filter(({ keeps }) => keeps)
  const times = new Set(ways.map(({ seconds }) => seconds))
  const [seconds] = times
  if (times.size !== 1 || seconds === undefined) return null
  return (
    <p class="hold-note" data-test="shelf-note">
      <Icon name="clock" size="xs" />
      {words().firstToHold(holdTime(seconds))}
    </p>
  )
}

export function ShelfList({ w, onSeek, without }: { w: Watching; onSeek?: () => void; without?: string | undefined }) {
  const t = words()
  const moments = w.room.moments()
  const shelf = w.room.show.value.shelf.filter((product) => product.id !== without)
  if (shelf.length === 0 && without === undefined) return <p class="empty">{t.shelfEmpty}</p>
  return (
    <ul class="lst" data-test="shelf">
      {shelf.map((product) => (
        <li key={product.id} class={product.left <= 0 ? 'off' : ''} data-product={product.id}>
          <button type="button" class="open" onClick={() => w.buy(product)} data-test="shelf-item">
            <ProductPicture picture={product.picture} size={52} />
            <span class="t">
              <b>
                <span class="vh">{t.buy} </span>
                {product.title}
              </b>
              <span class="sub">
                <OfferTag product={product} />
                {product.left > 0 && product.left > 50 ? (product.subtitle ?? t.inStock) : <Stock product={product} />}
              </span>
              <Then w={w} product={product} />
            </span>
          </button>
          <span class="p">
            <ProductPrice product={product} tax={false} />
            <Moment w={w} product={product} at={moments.get(product.id)} onSeek={onSeek} />
          </span>
        </li>
      ))}
    </ul>
  )
}

/** Once the show is over: what to look at next. In another shop's page that is theirs to say. */
export function AfterShow({ w }: { w: Watching }) {
  if (w.room.live.value || w.room.show.value.state !== 'archived' || framed.value) return null
  return <Recommended key={me.value?.id ?? ''} beside={{ show: w.room.show.value.id }} />
}

/** The desk's left column: the pinned product large, the others below. */
/** `children`: what stands above the products. */
export function ShelfPanel({ w, children }: { w: Watching; children?: ComponentChildren }) {
  const t = words()
  const pinned = w.room.pinnedProduct.value
  return (
    <section class="shelf" aria-label={t.shelf}>
      {children}
      <h2>
        {t.shelf} <span>{t.shelfCount(w.room.show.value.shelf.length)}</span>
      </h2>
      <ShelfNote w={w} />
      <PinnedCard w={w} desk />
      <ShelfList w={w} without={pinned?.id} />
      <AfterShow w={w} />
    </section>
  )
}

/** The phone's way to it. */
export function ShelfButton({ w }: { w: Watching }) {
  const t = words()
  const count = w.room.show.value.shelf.length
  return (
    <button type="button" class="round" aria-label={t.shelfButton(count)} onClick={() => (w.panel.value = 'shelf')} data-test="shelf-button">
      <Icon name="bag" />
      <span class="cnt n" aria-hidden="true">
        {count}
      </span>
    </button>
  )
}
