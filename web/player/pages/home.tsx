// The storefront: what is on air, what comes, what can be watched any time.
import { useEffect, useRef, useState } from 'preact/hooks'
import { api, type Show } from '../../shared/api.ts'
import { clock, count, date, duration, month, timeOfDay, weekday } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { words } from '../messages/words.ts'
import { Avatar, Coming, Notice, Price, priceOf, ProductPicture, SiteFooter, SiteHeader } from '../parts.tsx'
import { me, shop, shopName } from '../visit.ts'
import { CalendarButton } from './calendar.tsx'
import { Countdown } from './countdown.tsx'
import { useLoad } from './load.ts'
import { ArchiveSearch } from './archive_search.tsx'
import { NotYet } from './not_yet.tsx'
import './home.css'
import './members.css'
import { RemindButton } from './remind.tsx'
import { Recommended } from '../returning/recommended.tsx'
import { SavedNews } from '../returning/saved_news.tsx'

const kRefreshMs = 20_000
const kArchivePage = 12

interface Storefront {
  live: Show[]
  upcoming: Show[]
  archive: Show[]
  next: string | null
}

/** What was not recorded cannot be watched any time. */
const recorded = (show: Show): boolean => show.media.playlist !== null

async function load(): Promise<Storefront> {
  const [live, upcoming, archive] = await Promise.all([
    api.shows('live'),
    api.shows('scheduled'),
    api.shows('archived', undefined, kArchivePage),
  ])
  const soonest = (a: Show, b: Show): number => (a.starts_at ?? '9').localeCompare(b.starts_at ?? '9')
  return {
    live: live.items,
    upcoming: [...upcoming.items].sort(soonest),
    archive: archive.items.filter(recorded),
    next: archive.next,
  }
}

function names(show: Show): string {
  return show.cast.map((member) => member.name).join(words().list)
}

export function HomePage() {
  const t = words()
  const { value, problem, again } = useLoad(load, kRefreshMs)
  useEffect(() => {
    document.title = t.showsOf(shopName())
  }, [shop.value, language.value])
  return (
    <>
      <SiteHeader current="shows" />
      {value ? (
        <Front front={value} />
      ) : problem ? (
        <main>
          <NotYet problem={problem} again={again} statuses={[]} />
        </main>
      ) : (
        <main class="home" aria-busy="true">
          <div class="first">
            <div class="air skeleton">
              <Coming />
            </div>
          </div>
        </main>
      )}
      <SiteFooter />
    </>
  )
}

function Front({ front }: { front: Storefront }) {
  const t = words()
  const [more, setMore] = useState<{ items: Show[]; next: string | null } | null>(null)
  const archive = [...front.archive, ...(more?.items ?? [])]
  const next = more ? more.next : front.next
  const [first, ...others] = front.live
  // With nothing on air the next show takes its place.
  const leading = first ?? front.upcoming[0]
  const upcoming = first ? front.upcoming : front.upcoming.slice(1)
  return (
    <main class="home">
      <h1 class="vh">{t.showsOf(shopName())}</h1>
      {leading ? (
        <div class={`first ${upcoming.length === 0 ? 'alone' : ''}`}>
          <div class="airs">
            {first ? <OnAir show={first} /> : <NextShow show={leading} />}
            {others.map((show) => (
              <OnAir key={show.id} show={show} />
            ))}
          </div>
          {upcoming.length > 0 && (
            <aside class="ups" aria-labelledby="upcoming">
              <h2 id="upcoming">{t.upcoming}</h2>
              {upcoming.map((show) => (
                <Upcoming key={show.id} show={show} />
              ))}
            </aside>
          )}
        </div>
      ) : (
        <Notice title={t.emptyTitle} text={archive.length > 0 ? t.emptyWithArchive(archive.length) : t.emptyText} icon={<Icon name="calendar" />}>
          {archive.length > 0 && (
            <a class="btn" href="#archive">
              {t.seeArchive}
            </a>
          )}
        </Notice>
      )}
      <SavedNews most={3} />
      <Recommended key={me.value?.id ?? ''} beside={{ for: 'me' }} only />
      {archive.length > 0 && (
        <section class="section" id="archive" aria-labelledby="archive-title">
          <ArchiveSearch title={<h2 id="archive-title">{t.archive}</h2>}>
            <div class="arcs" data-test="archive">
              {archive.map((show) => (
                <Archived key={show.id} show={show} />
              ))}
            </div>
            {next && (
              <button
                type="button"
                class="btn more"
                onClick={() => void api.shows('archived', next, kArchivePage).then((page) => setMore({ items: [...(more?.items ?? []), ...page.items.filter(recorded)], next: page.next }))}
              >
                {t.moreArchive}
              </button>
            )}
          </ArchiveSearch>
        </section>
      )}
    </main>
  )
}

/** The picture moves where movement is wanted and the network is not to be spared; the poster stands there otherwise. */
function Moving({ show }: { show: Show }) {
  const video = useRef<HTMLVideoElement>(null)
  const still =
    matchMedia('(prefers-reduced-motion: reduce)').matches ||
    (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true
  const { playlist, poster } = show.media
  useEffect(() => {
    if (still || playlist === null || !show.live_at) return
    let gone = false
    let stop = (): void => {}
    void import('../picture.ts').then(({ Picture }) => {
      if (gone || !video.current) return
      const picture = new Picture(video.current, { playlist, liveAt: Date.parse(show.live_at!), live: true, preview: true })
      stop = () => picture.destroy()
    })
    return () => {
      gone = true
      stop()
    }
  }, [playlist])
  return still || playlist === null ? (
    poster ? <img src={poster} alt="" /> : <span class="no-poster" />
  ) : (
    <video ref={video} muted playsInline autoPlay tabIndex={-1} aria-hidden="true" poster={poster ?? undefined} />
  )
}

function OnAir({ show }: { show: Show }) {
  const t = words()
  const pinned = show.shelf.find((product) => product.id === show.pin?.product)
  return (
    <article class="air night" data-test="on-air" data-show={show.id}>
      <div class="pic">
        <Moving show={show} />
      </div>
      <div class="g" aria-hidden="true" />
      <div class="tp">
        <span class="live">{t.live}</span>
        <span class="e n">{t.elapsed(duration(show.clock, language.value))}</span>
        {show.counts.watching > 0 && (
          <span class="w n">
            <Icon name="eye" size="s" />
            {t.watching(count(show.counts.watching))}
          </span>
        )}
      </div>
      <div class="tx">
        <h2 class="phrase">
          <a href={`/shows/${show.id}`}>{show.title}</a>
        </h2>
        <Presenters show={show} />
        {show.description && <p class="about">{show.description}</p>}
        {pinned && (
          <div class="pd">
            <ProductPicture picture={pinned.picture} size={72} />
            <div>
              <small>{t.featuredNow}</small>
              <b>{pinned.title}</b>
              <Price value={priceOf(pinned)} />
            </div>
          </div>
        )}
        <div class="ac">
          <span class="btn do big" aria-hidden="true">
            <Icon name="play" size="s" filled />
            {t.watchNow}
          </span>
        </div>
      </div>
    </article>
  )
}

function Presenters({ show }: { show: Show }) {
  const [first] = show.cast
  if (!first) return null
  return (
    <div class="who">
      <Avatar member={first} size={44} />
      <span>
        <b>{names(show)}</b>
        {first.title && <span>{first.title}</span>}
      </span>
    </div>
  )
}

function NextShow({ show }: { show: Show }) {
  const t = words()
  return (
    <article class="air next night" data-test="next-show">
      <div class="pic">{show.media.poster ? <img src={show.media.poster} alt="" /> : <span class="no-poster" />}</div>
      <div class="g" aria-hidden="true" />
      <div class="tp">
        <span class="e">{t.nextShow}</span>
      </div>
      <div class="tx">
        <h2 class="phrase">
          <a href={`/shows/${show.id}`}>{show.title}</a>
        </h2>
        <Presenters show={show} />
        {show.description && <p class="about">{show.description}</p>}
        <p class="count">
          {show.starts_at ? (
            <>
              <span class="n">
                {t.dayOf(date(new Date(show.starts_at), language.value), weekday(new Date(show.starts_at), language.value))} {timeOfDay(new Date(show.starts_at))}
              </span>
              <Countdown to={new Date(show.starts_at)} />
            </>
          ) : (
            t.timeOpen
          )}
        </p>
        {show.starts_at && (
          <p class="to-come">
            <RemindButton show={show.id} />
            <CalendarButton show={show} startsAt={show.starts_at} />
          </p>
        )}
      </div>
    </article>
  )
}

function Upcoming({ show }: { show: Show }) {
  const t = words()
  const at = show.starts_at ? new Date(show.starts_at) : null
  return (
    <article class="up" data-test="upcoming">
      <div class={`date ${at && at.getDay() === 0 ? 'hol' : ''}`}>
        {at ? (
          <>
            <span class="m">{month(at, language.value)}</span>
            <span class="d n">{at.getDate()}</span>
            <span class="w">{weekday(at, language.value)}</span>
          </>
        ) : (
          <Icon name="calendar" />
        )}
      </div>
      <div class="what">
        <h3 class="phrase">
          <a href={`/shows/${show.id}`}>{show.title}</a>
        </h3>
        <p class="mt">
          {at && <span class="n">{timeOfDay(at)}</span>} {names(show)}
        </p>
        {at ? <Countdown to={at} /> : <p class="mt">{t.timeOpen}</p>}
        {at && <RemindButton show={show.id} />}
      </div>
    </article>
  )
}

function Archived({ show }: { show: Show }) {
  return (
    <a class="arc" href={`/shows/${show.id}`} data-test="archived" data-show={show.id}>
      <span class="th">
        {show.media.poster ? <img src={show.media.poster} alt="" loading="lazy" /> : <span class="no-poster" />}
        {show.length_ms !== null && <span class="dur n">{clock(show.length_ms)}</span>}
      </span>
      <h3 class="phrase">{show.title}</h3>
      <span class="b">
        <span class="n">
          {[names(show), show.live_at && date(new Date(show.live_at), language.value)].filter(Boolean).join(words().dot)}
        </span>
        {show.shelf.length > 0 && (
          <span class="pmini" aria-label={words().products(show.shelf.length)} role="img">
            {show.shelf.slice(0, 3).map((product) => (
              <ProductPicture key={product.id} picture={product.picture} size={32} />
            ))}
          </span>
        )}
      </span>
    </a>
  )
}
