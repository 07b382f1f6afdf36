// The shows with a product: on air, to come, and past, with the moments at which it was shown.
import { api, type ProductShow } from '../../shared/api.ts'
import { clock, date, dateTime } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { productWords } from '../messages/product.ts'
import { useLoad } from './load.ts'

export function ProductShows({ product }: { product: string }) {
  const t = productWords()
  const { value } = useLoad(() => api.productMoments(product), 60_000)
  // While they come, and when they do not, the product itself is all there.
  if (!value) return null
  return (
    <section class="product-shows" data-test="product-shows">
      <h2>{t.shows}</h2>
      {value.shows.length === 0 && <p class="quiet-note">{t.noShows}</p>}
      <ul>
        {value.shows.map((show) => <ShowRow key={show.id} show={show} />)}
      </ul>
    </section>
  )
}

function whenOf(show: ProductShow): string {
  const t = productWords()
  const spoken = language.value
  if (show.state === 'live') return t.onAir
  if (show.state === 'archived') return show.live_at ? t.past(date(new Date(show.live_at), spoken)) : ''
  return show.starts_at ? t.coming(dateTime(new Date(show.starts_at), spoken)) : t.comingSoon
}

function ShowRow({ show }: { show: ProductShow }) {
  const t = productWords()
  const page = `/shows/${encodeURIComponent(show.id)}`
  return (
    <li data-test="product-show" data-show={show.id} data-state={show.state}>
      <a class="product-show" href={page}>
        <span class="poster">{show.poster ? <img src={show.poster} alt="" loading="lazy" /> : <Icon name="play" />}</span>
        <span class="g">
          <small class={show.state === 'live' ? 'on-air' : ''}>{whenOf(show)}</small>
          <b>{show.title}</b>
        </span>
      </a>
      {show.state === 'archived' && show.moments.length > 0 && (
        <ul class="moments" aria-label={t.moments}>
          {show.moments.map(({ at }) => (
            <li key={at}>
              <a class="moment n" href={`${page}?t=${Math.floor(at / 1000)}`} data-test="product-moment">
                <Icon name="play" size="s" />
                {t.from(clock(at))}
              </a>
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}
