// The shelf of a show: add, remove, and order by dragging or with buttons.
import { useState } from 'preact/hooks'
import type { Product } from '../../shared/api.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { common } from '../messages/common.ts'
import { productWords } from '../messages/products.ts'
import { showWords } from '../messages/shows.ts'
import { Failed, Waiting } from '../parts/load.tsx'
import { ProductPicture } from '../products/picture.tsx'
import { useProducts } from '../products/found.ts'
import { moved, removed } from './shelf_order.ts'
import { ShelfSelling } from './shelf_selling.tsx'

/** Number keys of the live console. */
const kKeys = 9

export function Shelf({ show, shelf, onChange }: { show: string; shelf: readonly Product[]; onChange: (shelf: Product[]) => void }) {
  const words = showWords()
  const [adding, setAdding] = useState(false)
  const [dragged, setDragged] = useState<number | null>(null)
  const [over, setOver] = useState<number | null>(null)
  return (
    <section class="panel" aria-labelledby="shelf" data-test="shelf">
      <div class="panel-head">
        <h2 id="shelf">{words.shelf}</h2>
        {shelf.length > 0 && <span class="hint n">{words.shelfCount(shelf.length)}</span>}
        <button type="button" class="btn small" onClick={() => setAdding(true)} data-test="add-products"><Icon name="plus" size="s" />{words.shelfAdd}</button>
      </div>
      {shelf.length === 0 ? <p class="invite">{words.shelfEmpty}</p> : <p class="hint">{words.shelfLead}</p>}
      <ol class="shelf">
        {shelf.map((product, place) => (
          <li
            key={product.id}
            class={`${dragged === place ? 'dragged' : ''} ${over === place && dragged !== null && dragged !== place ? (dragged < place ? 'below' : 'above') : ''}`}
            draggable
            title={words.drag}
            onDragStart={(event) => {
              setDragged(place)
              event.dataTransfer?.setData('text/plain', product.id)
            }}
            onDragOver={(event) => {
              if (dragged === null) return
              event.preventDefault()
              setOver(place)
            }}
            onDrop={(event) => {
              event.preventDefault()
              if (dragged !== null) onChange(moved(shelf, dragged, place))
            }}
            onDragEnd={() => {
              setDragged(null)
              setOver(null)
            }}
            data-test="shelf-item"
            data-product={product.id}
          >
            <span class="shelf-place">{place < kKeys ? <kbd>{place + 1}</kbd> : <span class="n">{place + 1}</span>}</span>
            <ProductPicture product={product} size={44} />
            <span class="shelf-words">
              <b>{product.title}</b>
              <span class="n">{money(product.price, language.value)} <span class={product.left > 0 ? '' : 'bad'}>{common().left(product.left)}</span></span>
            </span>
            <ShelfSelling show={show} product={product} />
            <span class="shelf-acts">
              <button type="button" class="icon-btn flip" disabled={place === 0} onClick={() => onChange(moved(shelf, place, place - 1))} aria-label={words.up(product.title)} data-test="up"><Icon name="chevronDown" size="s" /></button>
              <button type="button" class="icon-btn" disabled={place === shelf.length - 1} onClick={() => onChange(moved(shelf, place, place + 1))} aria-label={words.down(product.title)} data-test="down"><Icon name="chevronDown" size="s" /></button>
              <button type="button" class="icon-btn" onClick={() => onChange(removed(shelf, place))} aria-label={words.remove(product.title)} data-test="remove"><Icon name="close" size="s" /></button>
            </span>
          </li>
        ))}
      </ol>
      <Dialog open={adding} onClose={() => setAdding(false)} title={words.shelfAddTitle} test="add-products-dialog">
        <AddProducts shelf={shelf} onAdd={(product) => onChange([...shelf, product])} />
      </Dialog>
    </section>
  )
}

function AddProducts({ shelf, onAdd }: { shelf: readonly Product[]; onAdd: (product: Product) => void }) {
  const words = showWords()
  const [search, setSearch] = useState('')
  const found = useProducts(search)
  if (!found.products) return found.problem ? <Failed problem={found.problem} again={found.reload} /> : <Waiting />
  if (found.products.length === 0 && search.trim() === '') {
    return <div class="invite"><p>{words.shelfNone}</p><a class="btn do" href="/studio/products/new">{words.shelfMake}</a></div>
  }
  return (
    <>
      <label class="search wide">
        <Icon name="search" size="s" />
        <span class="vh">{words.shelfSearch}</span>
        <input type="search" placeholder={words.shelfSearch} value={search} onInput={(event) => setSearch(event.currentTarget.value)} data-focus data-test="search" />
      </label>
      <ul class="pick">
        {found.products.map((product) => {
          const there = shelf.some((other) => other.id === product.id)
          return (
            <li key={product.id}>
              <button type="button" disabled={there} onClick={() => onAdd(product)} data-test="pick" data-product={product.id}>
                <ProductPicture product={product} size={44} />
                <span class="shelf-words"><b>{product.title}</b><span class="n">{money(product.price, language.value)} {common().left(product.left)}</span></span>
                {there ? <span class="tag ok"><Icon name="check" size="xs" />{words.added}</span> : <Icon name="plus" size="s" />}
              </button>
            </li>
          )
        })}
      </ul>
      {found.products.length === 0 && <p class="nothing">{productWords().nothingFound(search)}</p>}
      {found.more && <button type="button" class="btn small" onClick={found.loadMore}>{productWords().more}</button>}
    </>
  )
}
