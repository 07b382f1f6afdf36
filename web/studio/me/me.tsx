// What one of the staff sees of themselves: followers, their shows, what was said in them, their words, colleagues' hits.
import { useState } from 'preact/hooks'
import { clock, count, date, duration, money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { meWords } from '../messages/me.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { staff } from '../session.ts'
import { shop } from '../shop.ts'
import { grown, path } from './followers.ts'
import { HitsPanel } from './hits.tsx'
import { meApi, type OwnShow, type Presenting, type Said } from './me_api.ts'
import { WordsPanel } from './words.tsx'
import './me.css'

export function MePage() {
  const words = meWords()
  const loaded = useLoaded('presenting', meApi.presenting)
  const data = loaded.data
  const { handle } = staff.value!
  return (
    <div class="own" data-test="own">
      <header class="page-head">
        <div class="page-title">
          <h1>{words.title}</h1>
          {data && <p class="under">{words.lead(data.days)}</p>}
        </div>
        <div class="page-tools"><a class="btn" href={`/staff/${encodeURIComponent(handle)}`} target="_blank" rel="noopener" data-test="public-page"><Icon name="person" size="s" />{words.page}</a></div>
      </header>
      {!data && !loaded.problem && <Waiting />}
      {Boolean(loaded.problem) && <Failed problem={loaded.problem} again={loaded.reload} />}
      {data && (
        <>
          <div class="own-top">
            <Followers data={data} />
            <WordsPanel handle={handle} words={data.words} />
          </div>
          <Shows shows={data.shows} />
          <div class="own-said">
            <SaidPanel title={words.questions} said={data.questions} test="own-questions" />
            <SaidPanel title={words.lines} said={data.lines} test="own-lines" />
          </div>
        </>
      )}
      <HitsPanel />
    </div>
  )
}

function Followers({ data }: { data: Presenting }) {
  const words = meWords()
  const counts = data.followers.weeks.map(({ followers }) => followers)
  const more = grown(counts, 4)
  return (
    <section class="panel own-followers" aria-labelledby="followers">
      <h2 id="followers">{words.followers}</h2>
      <p class="own-figure"><b class="n" data-test="followers">{words.people(data.followers.now)}</b>{more !== null && data.followers.now > 0 && <span class="n">{words.grown(more)}</span>}</p>
      {data.followers.now > 0 && (
        <figure>
          <svg viewBox="0 0 100 40" preserveAspectRatio="none" role="img" aria-label={words.followersAlt(counts[0]!, counts.at(-1)!)}><path d={path(counts)} /></svg>
          <figcaption>{words.halfYear}</figcaption>
        </figure>
      )}
    </section>
  )
}

function Shows({ shows }: { shows: OwnShow[] }) {
  const words = meWords()
  const sum = (of: (show: OwnShow) => number): number => shows.reduce((all, show) => all + of(show), 0)
  const currency = shows[0]?.sales.currency ?? shop.value?.currency ?? 'JPY'
  return (
    <section class="panel" aria-labelledby="own-shows">
      <h2 id="own-shows">{words.shows}</h2>
      {shows.length === 0 ? <p class="nothing">{words.noShows}</p> : (
        <>
          <table class="table own-table">
            <thead>
              <tr>
                <th scope="col">{words.columns.show}</th>
                <th scope="col" class="num">{words.columns.viewers}</th>
                <th scope="col" class="num wide">{words.columns.live}</th>
                <th scope="col" class="num wide">{words.columns.watched}</th>
                <th scope="col" class="num wide">{words.columns.chatters}</th>
                <th scope="col" class="num">{words.columns.sales}</th>
              </tr>
            </thead>
            <tbody>
              {shows.map((show) => (
                <tr key={show.show} data-test="own-show" data-show={show.show}>
                  <td><a class="cell-link" href={`/studio/shows/${encodeURIComponent(show.show)}`}><span><b class="phrase">{show.title}</b><small class="n">{date(new Date(show.live_at), language.value)}{show.length_ms !== null && ` ${clock(show.length_ms)}`}</small></span></a></td>
                  <td class="num n">{words.viewers(show.figures.viewers)}</td>
                  <td class="num n wide">{words.viewers(show.figures.viewers_live)}</td>
                  <td class="num n wide">{duration(show.figures.watched_ms, language.value)}</td>
                  <td class="num n wide">{words.viewers(show.figures.chatters)}</td>
                  <td class="num n" data-test="own-sales"><b>{money(show.sales, language.value)}</b></td>
                </tr>
              ))}
            </tbody>
            {shows.length > 1 && (
              <tfoot>
                <tr>
                  <th scope="row">{words.sum}</th>
                  <td /><td class="wide" />
                  <td class="num n wide">{duration(sum((show) => show.figures.watched_ms), language.value)}</td>
                  <td class="wide" />
                  <td class="num n"><b>{money({ amount: sum((show) => show.sales.amount), currency }, language.value)}</b></td>
                </tr>
              </tfoot>
            )}
          </table>
          <p class="hint own-rule">{words.salesRule}</p>
        </>
      )}
    </section>
  )
}

function SaidPanel({ title, said, test }: { title: string; said: Said[]; test: string }) {
  const words = meWords()
  const [all, setAll] = useState(false)
  const shown = all ? said : said.slice(0, 6)
  return (
    <section class="panel" aria-label={title} data-test={test}>
      <h2>{title}{said.length > 0 && <span class="tag n">{count(said.length)}</span>}</h2>
      <p class="hint">{words.saidLead}</p>
      {said.length === 0 ? <p class="nothing">{words.saidNone}</p> : (
        <ul class="own-lines">
          {shown.map((line) => (
            <li key={`${line.show} ${line.at} ${line.text}`} data-test="said">
              <p><b class="who">{line.name}</b> <span class="who">{line.text}</span></p>
              <a class="n" href={`/shows/${encodeURIComponent(line.show)}?t=${Math.floor(line.at / 1000)}`} target="_blank" rel="noopener"><span class="who">{line.title}</span> {clock(line.at)}</a>
            </li>
          ))}
        </ul>
      )}
      {shown.length < said.length && <button type="button" class="link" onClick={() => setAll(true)}>+{said.length - shown.length}</button>}
    </section>
  )
}
