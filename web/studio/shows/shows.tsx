// The list of shows: what is live, what comes, what is being written, what has been.
import { useMemo, useState } from 'preact/hooks'
import type { Show } from '../../shared/api.ts'
import { date, dateTime, timeOfDay, weekday } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { calendarWords } from '../messages/calendar.ts'
import { common } from '../messages/common.ts'
import { showWords } from '../messages/shows.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { learningWords } from '../messages/learning.ts'
import { PartnersNotice } from '../partners/home_notice.tsx'
import { HomeNext } from '../playbook/home_next.tsx'
import { all, studioApi } from '../studio_api.ts'
import { address } from '../route.ts'
import { chosenIn } from './choices.ts'
import { toField } from './local_time.ts'
import { MakeShow } from './make_show.tsx'

type Section = 'live' | 'scheduled' | 'draft' | 'archived'
const kSections: Section[] = ['live', 'scheduled', 'draft', 'archived']
/** Archived shows listed before "show more". */
const kArchivedFirst = 12

function sectionOf(show: Show): Section {
  if (show.state === 'live') return 'live'
  if (show.state === 'archived' || show.state === 'cancelled') return 'archived'
  return show.state
}

export function matches(show: Pick<Show, 'title' | 'cast'>, text: string): boolean {
  const plain = (value: string): string => value.normalize('NFKC').toLowerCase()
  const wanted = plain(text).split(/\s+/).filter(Boolean)
  const there = plain([show.title, ...show.cast.map((member) => member.name)].join(' '))
  return wanted.every((word) => there.includes(word))
}

export function ShowsPage() {
  const words = showWords()
  const loaded = useLoaded('shows', () =>
    all((cursor) => studioApi.shows('live,scheduled,draft,archived,cancelled', cursor)),
  )
  const [search, setSearch] = useState('')
  const [chosen, setChosen] = useState(() => chosenIn(address.value.split('?')[1] ?? '', new Date()))
  const [making, setMaking] = useState(chosen !== null)
  const [wholeArchive, setWholeArchive] = useState(false)

  const sections = useMemo(() => {
    const found = (loaded.data ?? []).filter((show) => matches(show, search))
    const time = (show: Show): number => Date.parse(show.live_at ?? show.starts_at ?? '') || 0
    return kSections.map((section) => ({
      section,
      shows: found
        .filter((show) => sectionOf(show) === section)
        .sort((a, b) => (section === 'scheduled' ? time(a) - time(b) : time(b) - time(a))),
    }))
  }, [loaded.data, search])

  const none = loaded.data?.length === 0
  const onAir = sections[0]!.shows.length > 0
  return (
    <>
      <header class="page-head">
        <h1>{words.title}</h1>
        {loaded.data && !none && (
          <div class="page-tools">
            <label class="search">
              <Icon name="search" size="s" />
              <span class="vh">{words.search}</span>
              <input type="search" placeholder={words.searchHint} value={search} onInput={(event) => setSearch(event.currentTarget.value)} data-test="search" />
            </label>
            <a class="btn" href="/studio/calendar" data-test="to-calendar"><Icon name="calendar" size="s" />{calendarWords().open}</a>
            <button type="button" class={`btn ${onAir ? '' : 'do'}`} onClick={() => setMaking(true)} data-test="new-show">
              <Icon name="plus" size="s" />
              {words.make}
            </button>
          </div>
        )}
      </header>
      <PartnersNotice />
      <HomeNext />
      {!loaded.data && !loaded.problem && <Waiting />}
      {Boolean(loaded.problem) && <Failed problem={loaded.problem} again={loaded.reload} />}
      {none && (
        <div class="empty" data-test="empty">
          <Icon name="camera" />
          <h2>{words.emptyTitle}</h2>
          <p>{words.emptyText}</p>
          <button type="button" class="btn do" onClick={() => setMaking(true)} data-test="new-show">{words.make}</button>
        </div>
      )}
      {search && sections.every(({ shows }) => shows.length === 0) && loaded.data && <p class="nothing" data-test="nothing-found">{words.nothingFound(search)}</p>}
      {sections.map(({ section, shows }) => {
        if (shows.length === 0) return null
        const shown = section === 'archived' && !wholeArchive && !search ? shows.slice(0, kArchivedFirst) : shows
        return (
          <section class="show-section" key={section} data-test={`section-${section}`}>
            <h2>
              {words.sections[section]}
              <span class="n">{shows.length}</span>
            </h2>
            <ul class="rows">
              {shown.map((show) => <ShowRow key={show.id} show={show} />)}
            </ul>
            {shown.length < shows.length && (
              <button type="button" class="btn quiet" onClick={() => setWholeArchive(true)} data-test="more">
                {common().more}
                <span class="n">{shows.length - shown.length}</span>
              </button>
            )}
          </section>
        )
      })}
      <MakeShow open={making} onClose={() => { setMaking(false); setChosen(null) }} initialTime={toField(chosen?.starts)} chosen={chosen} />
    </>
  )
}

function ShowRow({ show }: { show: Show }) {
  const words = showWords()
  const spoken = language.value
  const section = sectionOf(show)
  const time = show.live_at ?? show.starts_at
  const at = time ? new Date(time) : null
  const facts = [
    show.cast.map((member) => member.name).join(common().dot),
    show.shelf.length > 0 ? words.products(show.shelf.length) : '',
  ].filter(Boolean)
  return (
    <li class={`show-row ${section === 'live' ? 'on-air' : ''}`} data-test="show-row" data-show={show.id}>
      <a class="show-main" href={`/studio/shows/${encodeURIComponent(show.id)}`}>
        <span class="show-pic">
          {show.media.poster ? <img src={show.media.poster} alt="" loading="lazy" /> : at && section === 'scheduled' ? (
            <span class="show-day"><b class="n">{at.getDate()}</b><span>{weekday(at, spoken)}</span></span>
          ) : <Icon name={section === 'draft' ? 'edit' : 'play'} />}
        </span>
        <span class="show-words">
          <b class="phrase">{show.title || words.untitled}</b>
          <span class="n">
            {section === 'live' ? words.elapsed(Math.floor(show.clock / 60_000)) : at ? (section === 'scheduled' ? dateTime(at, spoken) : `${date(at, spoken)} ${timeOfDay(at)}`) : words.noTime}
          </span>
          {facts.length > 0 && <span class="show-facts">{facts.join(common().dot)}</span>}
        </span>
      </a>
      <span class="show-side">
        {show.state === 'live' && (
          <>
            <span class="live">{common().states.live}</span>
            <span class="n">{words.watching(show.counts.watching)}</span>
            <a class="btn do small" href={`/studio/shows/${encodeURIComponent(show.id)}/live`} data-test="open-console">{words.openConsole}</a>
          </>
        )}
        {show.state === 'cancelled' && <span class="tag">{common().states[show.state]}</span>}
        {show.state === 'archived' && <a class="btn small" href={`/studio/shows/${encodeURIComponent(show.id)}/review`} aria-label={`${learningWords().openReview}: ${show.title}`} data-test="open-review">{learningWords().openReview}</a>}
        {section !== 'live' && <Icon name="chevronRight" size="s" />}
      </span>
    </li>
  )
}
