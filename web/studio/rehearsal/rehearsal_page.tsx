// One rehearsal: getting the picture in and going to the console before, the score after.
import type { Show } from '../../shared/api.ts'
import { dateTime } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { rehearsalWords } from '../messages/rehearsal.ts'
import { showWords } from '../messages/shows.ts'
import { Movies } from '../parts/movies.tsx'
import { CueTimes } from './cue_times.tsx'
import { Ingest } from '../shows/ingest.tsx'
import { Preview } from '../shows/preview.tsx'
import { ReadyList } from '../shows/ready_list.tsx'
import { ScoreView } from './score.tsx'
import './rehearsal.css'

export function RehearsalPage({ show }: { show: Show }) {
  const words = rehearsalWords()
  const rehearsal = show.rehearsal!
  const over = show.state === 'archived'
  const live = show.state === 'live'
  const gone = show.state === 'cancelled'
  return (
    <div class="rehearsal" data-test="rehearsal" data-state={show.state}>
      <header class="page-head">
        <div class="page-title">
          <p class="crumbs"><a href={`/studio/shows/${encodeURIComponent(rehearsal.of)}`} data-test="back-to-show">{words.forShow}</a></p>
          <h1 class="phrase">{words.of(show.title || showWords().untitled)}</h1>
          <p class="under">
            <span class={`tag ${live ? 'warn' : ''}`} data-test="state">{words.state[show.state] ?? show.state}</span>
            <span class="n">{dateTime(new Date(show.live_at ?? rehearsal.made_at), language.value)}</span>
            <span class="phrase">{rehearsal.crowd ? words.withCrowd(rehearsal.crowd.title) : words.alone}</span>
          </p>
        </div>
        <div class="page-tools">
          {!over && !gone && <a class="btn do" href={`/studio/shows/${encodeURIComponent(show.id)}/live`} data-test="open-console">{words.console}</a>}
        </div>
      </header>
      {over ? <ScoreView show={show} /> : (
        <div class="prepare">
          <div class="prepare-main">
            <section class="panel" aria-labelledby="ready">
              <h2 id="ready">{showWords().ready}</h2>
              <ReadyList health={show.staff?.health ?? null} record shelf={show.shelf} />
              <Preview playlist={live ? show.media.playlist : (show.staff?.preview ?? null)} liveAt={show.live_at} clock={() => null} lost={live && show.picture === 'away'} />
            </section>
            <CueTimes show={show.id} />
          </div>
          <div class="prepare-side">
            <p class="note info"><Icon name="info" size="s" /><span class="phrase">{words.lead}</span></p>
            <Ingest show={show.id} />
            <p class="hint phrase">{words.frozen}</p>
          </div>
        </div>
      )}
      {over && <section class="panel links rehearsal-links"><a href={`/shows/${encodeURIComponent(show.id)}`} target="_blank" rel="noopener"><Icon name="play" size="s" />{words.watch}</a><Movies show={show} /></section>}
    </div>
  )
}
