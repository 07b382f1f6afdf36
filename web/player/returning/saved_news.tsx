// What happened to what one saved: a short list with the reason and a way back. What it shows counts as told.
import { useEffect } from 'preact/hooks'
import { dateTime } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { returningWords } from '../messages/returning.ts'
import { useLoad } from '../pages/load.ts'
import { Price, ProductPicture } from '../parts.tsx'
import { me } from '../visit.ts'
import { placeOf, returningApi, type News } from './returning_api.ts'
import './returning.css'

/** Nothing for a newcomer, and while nothing happened. `most`: on a page that is about something else. */
export function SavedNews({ most }: { most?: number }) {
  return me.value ? <NewsList key={me.value.id} most={most} /> : null
}

function NewsList({ most }: { most: number | undefined }) {
  const t = returningWords()
  const { value } = useLoad(returningApi.news, 60_000)
  const items = value?.items.slice(0, most) ?? []
  const fresh = items.filter(({ told }) => !told).map(({ news }) => news)
  useEffect(() => {
    // Told once more with the next look, should this be lost.
    if (fresh.length > 0) void returningApi.told(fresh).catch(() => {})
  }, [fresh.join()])
  if (items.length === 0) return null
  return (
    <section class="saved-news" aria-labelledby="saved-news" data-test="saved-news">
      <h2 id="saved-news">{t.news}</h2>
      <p class="under phrase">{t.newsLead}</p>
      <ul>
        {items.map((news) => (
          <Row key={news.news} news={news} />
        ))}
      </ul>
    </section>
  )
}

function Row({ news }: { news: News }) {
  const t = returningWords()
  const when = news.ends_at ?? news.show?.starts_at ?? null
  const toShow = news.show !== null && news.reason !== 'ending'
  return (
    <li>
      <a href={placeOf(news)} data-test="saved-news-item" data-product={news.product.id} data-reason={news.reason}>
        <ProductPicture picture={news.product.picture} size={64} />
        <span class="g">
          <span class={`tag ${news.reason === 'low' || news.reason === 'ending' ? 'bad' : news.reason === 'back' ? 'ok' : ''}`}>{t.tag[news.reason]}</span>
          <b>{news.product.title}</b>
          <small class="phrase">{news.title ?? t.what(news, when ? dateTime(new Date(when), language.value) : '')}</small>
          {toShow ? <small class="of">{news.show!.title}</small> : <Price value={news.product.price} />}
        </span>
        <span class="go">
          <span class="vh">{toShow ? (news.at === null ? t.toShow : t.toMoment) : t.toProduct}</span>
          <Icon name={toShow ? 'play' : 'chevronRight'} size="s" />
        </span>
      </a>
    </li>
  )
}
