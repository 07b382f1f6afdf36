// What goes with a product or a show, or suits who looks: products and shows, each leading to its page.
import { dateTime } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { returningWords } from '../messages/returning.ts'
import { useLoad } from '../pages/load.ts'
import { Price, ProductPicture } from '../parts.tsx'
import { returningApi, type Beside, type Recommendations, type ShowCard } from './returning_api.ts'
import './returning.css'

const id = encodeURIComponent
const kindOf = (beside: Beside): 'product' | 'show' | 'me' => ('product' in beside ? 'product' : 'show' in beside ? 'show' : 'me')

/** Nothing while there is nothing; the page is whole without it. `only`: products alone, where shows stand elsewhere. */
export function Recommended({ beside, only = false }: { beside: Beside; only?: boolean }) {
  const { value } = useLoad(() => returningApi.recommended(beside))
  if (!value || (value.products.length === 0 && (only || value.shows.length === 0))) return null
  return (
    <div class="recommended" data-test="recommended" data-beside={kindOf(beside)}>
      {value.products.length > 0 && <Products found={value} beside={beside} />}
      {!only && value.shows.length > 0 && <Shows found={value} beside={beside} />}
    </div>
  )
}

function Products({ found, beside }: { found: Recommendations; beside: Beside }) {
  const t = returningWords()
  const together = found.products.some(({ basis }) => basis === 'together')
  const title = `recommended-${kindOf(beside)}`
  return (
    <section aria-labelledby={title}>
      <h2 id={title} class="phrase">
        {together ? t.together[kindOf(beside)] : t.popular}
      </h2>
      <ul class="rec-row" role="list">
        {found.products.map(({ product, basis }) => (
          <li key={product.id}>
            <a href={`/products/${id(product.id)}`} title={t.basis[basis]} data-test="recommended-product" data-product={product.id} data-basis={basis}>
              <ProductPicture picture={product.picture} size={160} />
              <b>{product.title}</b>
              {product.brand && <small>{product.brand}</small>}
              <Price value={product.price} />
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

function whenOf(show: ShowCard): string {
  const t = returningWords()
  if (show.state === 'live') return t.onAir
  if (show.state === 'archived') return t.anyTime
  return show.starts_at ? t.coming(dateTime(new Date(show.starts_at), language.value)) : ''
}

function Shows({ found, beside }: { found: Recommendations; beside: Beside }) {
  const t = returningWords()
  const title = `recommended-shows-${kindOf(beside)}`
  return (
    <section aria-labelledby={title}>
      <h2 id={title} class="phrase">
        {t.shows[kindOf(beside)]}
      </h2>
      <ul class="rec-shows" role="list">
        {found.shows.map(({ show }) => (
          <li key={show.id}>
            <a href={`/shows/${id(show.id)}`} data-test="recommended-show" data-show={show.id}>
              <span class="covers" aria-hidden="true">
                {show.pictures.length > 0 ? show.pictures.map((picture) => <img key={picture.small} src={picture.small} alt="" loading="lazy" />) : <Icon name="play" />}
              </span>
              <span class="g">
                <small class={show.state === 'live' ? 'on-air' : ''}>{whenOf(show)}</small>
                <b class="phrase">{show.title}</b>
              </span>
              <Icon name="chevronRight" size="s" />
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
