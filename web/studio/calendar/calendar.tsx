// The month as planners see it: shows at their days, drafts among them, and a new one from any day. On a phone a list.
import { useState } from 'preact/hooks'
import { timeOfDay } from '../../shared/format.ts'
import { Icon } from '../../shared/icons.tsx'
import { calendarWords } from '../messages/calendar.ts'
import { common } from '../messages/common.ts'
import { showWords } from '../messages/shows.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { mayPlan } from '../playbook/may_plan.ts'
import { address, go } from '../route.ts'
import { postsApi, type Post } from '../posts/posts_api.ts'
import { zoneName } from '../shows/local_time.ts'
import { MakeShow } from '../shows/make_show.tsx'
import { postWords } from '../messages/posts.ts'
import { calendarApi, type MonthShow } from './calendar_api.ts'
import { byDay, dayOf, postsByDay, postTime, daysOf, monthIn, moved, nameOf, type Month } from './month.ts'
import './calendar.css'

/** When a show of a chosen day begins, until somebody says otherwise: after work. */
const kUsualTime = 'T20:00'

const pathOf = (month: Month): string => `/studio/calendar?month=${nameOf(month)}`

export function CalendarPage() {
  const words = calendarWords()
  const now = new Date()
  const month = monthIn(address.value, now)
  const days = daysOf(month, words.weekBegins)
  const [first, last] = [days[0]!, days.at(-1)!]
  const until = new Date(last.getFullYear(), last.getMonth(), last.getDate() + 1)
  const loaded = useLoaded(`month ${dayOf(first)} ${days.length}`, () => calendarApi.month(first, until))
  const [making, setMaking] = useState<string | null>(null)
  const said = useLoaded(`posts of ${dayOf(first)} ${days.length}`, () => postsApi.between(first, until))
  const shows = byDay(loaded.data?.items ?? [])
  const posts = postsByDay(said.data ?? [])
  const isEmpty = (day: Date): boolean => !shows.has(dayOf(day)) && !posts.has(dayOf(day))
  const today = dayOf(now)
  const add = mayPlan() ? setMaking : null
  const inMonth = days.filter((day) => day.getMonth() === month.month)
  return (
    <div class="calendar" data-test="calendar" data-month={nameOf(month)}>
      <header class="page-head">
        <div class="page-title">
          <h1>{words.month(month.year, month.month)}</h1>
          <p class="under n">{words.zone(zoneName(first))}</p>
        </div>
        <div class="page-tools calendar-tools">
          <a class="btn" href="/studio" data-test="to-list"><Icon name="list" size="s" />{words.list}</a>
          <span class="calendar-turn">
            <button type="button" class="btn" onClick={() => go(pathOf(moved(month, -1)))} aria-label={words.previous} title={words.previous} data-test="month-before"><Icon name="chevronLeft" size="s" /></button>
            <button type="button" class="btn" onClick={() => go('/studio/calendar')} data-test="this-month">{words.today}</button>
            <button type="button" class="btn" onClick={() => go(pathOf(moved(month, 1)))} aria-label={words.next} title={words.next} data-test="month-after"><Icon name="chevronRight" size="s" /></button>
          </span>
        </div>
      </header>
      {!loaded.data && !loaded.problem && <Waiting />}
      {Boolean(said.problem) && <Failed problem={said.problem} again={said.reload} />}
      {Boolean(loaded.problem) && <Failed problem={loaded.problem} again={loaded.reload} />}
      <table class="month">
        <thead><tr>{Array.from({ length: 7 }, (_, place) => <th key={place} scope="col">{words.weekdays[(place + words.weekBegins) % 7]}</th>)}</tr></thead>
        <tbody>
          {Array.from({ length: days.length / 7 }, (_, week) => (
            <tr key={week}>
              {days.slice(week * 7, week * 7 + 7).map((day) => (
                <td key={dayOf(day)} class={`${day.getMonth() === month.month ? '' : 'other'} ${dayOf(day) === today ? 'today' : ''}`} data-test="day" data-day={dayOf(day)}>
                  <Day day={day} shows={shows.get(dayOf(day)) ?? []} posts={posts.get(dayOf(day)) ?? []} add={add} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <div class="month-list">
        {inMonth.filter((day) => !isEmpty(day) || dayOf(day) === today).map((day) => (
          <section key={dayOf(day)} class={dayOf(day) === today ? 'today' : ''} data-test="list-day" data-day={dayOf(day)}>
            <h2 class="n">{words.day(day.getMonth(), day.getDate(), words.weekdays[day.getDay()]!)}</h2>
            <ul>{(shows.get(dayOf(day)) ?? []).map((show) => <Entry key={show.show} show={show} />)}{(posts.get(dayOf(day)) ?? []).map((post) => <PostEntry key={post.id} post={post} />)}</ul>
            {add && dayOf(day) >= today && <AddButton day={day} add={add} />}
          </section>
        ))}
        {loaded.data && inMonth.every(isEmpty) && <p class="nothing" data-test="none">{words.none}</p>}
        {add && !inMonth.some((day) => dayOf(day) === today) && inMonth.at(-1)! > now && <button type="button" class="btn" onClick={() => add(dayOf(inMonth[0]!))} data-test="add-in-month"><Icon name="plus" size="s" />{showWords().make}</button>}
      </div>
      {loaded.data && loaded.data.undated.length > 0 && (
        <section class="undated" aria-labelledby="undated" data-test="undated">
          <h2 id="undated">{words.undated}</h2>
          <ul>{loaded.data.undated.map((show) => <Entry key={show.show} show={show} />)}</ul>
        </section>
      )}
      {making && <MakeShow open initialTime={`${making}${kUsualTime}`} onClose={() => setMaking(null)} />}
    </div>
  )
}

function Day({ day, shows, posts, add }: { day: Date; shows: MonthShow[]; posts: Post[]; add: ((day: string) => void) | null }) {
  return (
    <div class="day">
      <div class="day-head"><span class="n">{day.getDate()}</span>{add && dayOf(day) >= dayOf(new Date()) && <AddButton day={day} add={add} />}</div>
      {shows.length + posts.length > 0 && <ul>{shows.map((show) => <Entry key={show.show} show={show} />)}{posts.map((post) => <PostEntry key={post.id} post={post} />)}</ul>}
    </div>
  )
}

function AddButton({ day, add }: { day: Date; add: (day: string) => void }) {
  const words = calendarWords()
  const name = words.add(words.day(day.getMonth(), day.getDate(), words.weekdays[day.getDay()]!))
  return <button type="button" class="day-add" onClick={() => add(dayOf(day))} aria-label={name} title={name} data-test="add-show"><Icon name="plus" size="s" /></button>
}

function Entry({ show }: { show: MonthShow }) {
  return (
    <li>
      <a class={`entry is-${show.state}`} href={`/studio/shows/${encodeURIComponent(show.show)}`} data-test="entry" data-show={show.show} data-state={show.state}>
        {show.at && <span class="n">{timeOfDay(new Date(show.at))}</span>}
        <b class="phrase">{show.title || showWords().untitled}</b>
        <small>{show.state !== 'scheduled' && show.state !== 'archived' && <span class="entry-state">{common().states[show.state]}</span>}<span class="who">{show.cast.join(common().dot)}</span></small>
      </a>
    </li>
  )
}

function PostEntry({ post }: { post: Post }) {
  const words = postWords()
  const networks = post.channels.map(({ network }) => words.networks[network] ?? network)
  return (
    <li>
      <a class={`entry is-post post-${post.state}`} href="/studio/posts" data-test="post-entry" data-post={post.id} data-state={post.state}>
        <span class="n">{timeOfDay(postTime(post))}</span>
        <b class="phrase">{post.text}</b>
        <small><span class="entry-state">{words.states[post.state]}</span><span class="who">{[...new Set(networks)].join(common().dot)}</span></small>
      </a>
    </li>
  )
}
