// What stands over the picture besides chat and product: who it is, where one is, and in words what is going on.
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Show } from '../../shared/api.ts'
import { clock, count, date, dateTime } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { sharedWords } from '../../shared/messages/words.ts'
import { words } from '../messages/words.ts'
import { framed } from '../embed/frame.ts'
import { missed } from '../live_chapters.ts'
import { archiveWords } from '../messages/archive.ts'
import { memberWords } from '../messages/members.ts'
import { CalendarButton } from '../pages/calendar.tsx'
import { Countdown } from '../pages/countdown.tsx'
import { RemindButton } from '../pages/remind.tsx'
import { Disclosure } from './host.tsx'
import { kBehindMs, type Watching } from './watching.ts'

/** Nothing is said about a break that is over before one can read it. */
const kSayAfterMs = 1_000
const kLinkSayAfterMs = 2_500

/** True once `condition` has held for `ms`; false at once when it no longer does. */
function useLasting(condition: boolean, ms: number): boolean {
  const [lasts, setLasts] = useState(false)
  useEffect(() => {
    if (!condition) return setLasts(false)
    const timer = setTimeout(() => setLasts(true), ms)
    return () => clearTimeout(timer)
  }, [condition, ms])
  return condition && lasts
}

/** LIVE and the delay, or what the archive is of; on a phone also who speaks, and the title where there is room. */
export function Marks({ w, phone }: { w: Watching; phone: boolean }) {
  const t = words()
  const show = w.room.show.value
  const stage = w.stage.value
  const live = w.room.live.value
  const waited = Math.max(0, w.clock.value - (show.away_since ?? 0))
  const behind = w.behind.value
  const disclosed = phone && show.cast.length > 0
  const late = behind > kBehindMs && (stage === 'playing' || stage === 'paused')
  const connectingLong = useLasting(stage === 'connecting', kSayAfterMs)
  let text: string | null = null
  if (live) {
    if (stage === 'connecting') text = connectingLong ? t.loading : null
    else if (stage === 'waiting') text = t.waitingPicture
    else if (stage === 'away') text = t.waitingFor(clock(waited))
    else if (stage === 'stalled') text = t.stoppedAgo(Math.round(behind / 1000))
    else if (stage === 'paused' && !late) text = t.pausedMark
    else if (late) text = t.behind(clock(behind))
    else if (stage === 'playing') text = t.secondsAgo(Math.max(1, Math.round(behind / 1000)))
  }
  const on = stage === 'playing' || stage === 'away' || stage === 'waiting' || stage === 'connecting'
  return (
    <div class="state">
      {live && stage !== 'before' && stage !== 'cancelled' && stage !== 'over' && (
        <span class={`live ${on && !late ? '' : 'grey'}`}>{t.live}</span>
      )}
      {!live && (
        <span class="arch">
          <Icon name="play" size="xs" />
          {t.archiveMark}
        </span>
      )}
      {!live && show.live_at && <span class="ago n">{date(new Date(show.live_at), language.value)}</span>}
      {text && (
        <span class="ago n" data-test="delay">
          {text}
        </span>
      )}
      {late && (
        <button type="button" class="ago edge-link" onClick={() => w.toEdge()} data-test="go-live">
          {t.toEdge}
        </button>
      )}
      {disclosed && <Disclosure />}
      {phone && <h1 class={late || (disclosed && !live) ? 'vh' : 'ttl'}>{show.title}</h1>}
    </div>
  )
}

export function WatchingCount({ w, inWords = false }: { w: Watching; inWords?: boolean }) {
  const t = words()
  const { watching } = w.room.show.value.counts
  return (
    <span class="watching" role="img" aria-label={t.watching(count(watching))} data-test="watching">
      <Icon name="eye" size="s" />
      <span class="n">{inWords ? t.watching(count(watching)) : count(watching)}</span>
    </span>
  )
}

/** The plate about the viewer's own connection. */
export function LinkPlate({ w }: { w: Watching }) {
  const t = words()
  const stage = w.stage.value
  const stalled = useLasting(stage === 'stalled', kSayAfterMs)
  const away = useLasting(w.room.link.value === 'away', kLinkSayAfterMs)
  const returned = w.returned.value
  const retry = (): void => {
    w.room.retryNow()
    w.picture.value?.retryNow()
  }
  let body = null
  if (stalled || away) {
    body = (
      <div class="pill" data-test="reconnecting">
        <i class="spin" aria-hidden="true" />
        <span>
          {stalled ? t.reconnecting : t.linkAway}
          <br />
          <small>{stalled ? t.reconnectingText : t.linkAwayText}</small>
        </span>
        <button type="button" onClick={retry}>
          {sharedWords().retry}
        </button>
      </div>
    )
  } else if (returned) {
    body = (
      <div class="pill" data-test="returned">
        <Icon name="check" size="s" />
        <span>
          {t.back}
          {returned.skippedMs > 0 && (
            <>
              <br />
              <small>{t.skipped(Math.round(returned.skippedMs / 1000))}</small>
            </>
          )}
        </span>
        {returned.skippedMs > 0 && (
          <button
            type="button"
            onClick={() => {
              w.seek(returned.from)
              w.dismissReturned()
            }}
          >
            {t.lookBack}
          </button>
        )}
      </div>
    )
  }
  return (
    <div class="plate-place" role="status">
      {body ?? <Missed w={w} />}
    </div>
  )
}

/** So long somebody who came late is offered what has been. */
const kOfferedMs = 30_000

/** Who comes late is told how much has been, once, and may look at it. */
function Missed({ w }: { w: Watching }) {
  const t = archiveWords()
  const [done, setDone] = useState(false)
  const n = missed(w.soFar.value, w.cameAt)
  const offered = n > 0 && !done && w.stage.value === 'playing'
  useEffect(() => {
    if (!offered) return
    const timer = setTimeout(() => setDone(true), kOfferedMs)
    return () => clearTimeout(timer)
  }, [offered])
  if (!offered) return null
  return (
    <div class="pill" data-test="missed">
      <Icon name="list" size="s" />
      <span>{t.missed(n)}</span>
      <button
        type="button"
        onClick={() => {
          setDone(true)
          w.panel.value = 'missed'
        }}
        data-test="see-missed"
      >
        {t.seeMissed}
      </button>
      <button type="button" class="x" aria-label={t.dismiss} onClick={() => setDone(true)} data-test="dismiss-missed">
        <Icon name="close" size="s" />
      </button>
    </div>
  )
}

const kSoonMs = 3_600_000

/** Near enough that it is worth keeping the page open for it. */
function soon(startsAt: string | null): boolean {
  return startsAt === null || Date.parse(startsAt) - Date.now() < kSoonMs
}

/** In another site's page one signs in beside it, on the show's own page. */
function Remind({ show }: { show: string }) {
  if (!framed.value) return <RemindButton show={show} />
  return (
    <a class="btn" href={`/shows/${encodeURIComponent(show)}`} data-test="remind-there">
      {memberWords().remindMe}
    </a>
  )
}

/** Cards that take the middle of the picture: not yet, away, over, seen to the end. */
export function StageCard({ w }: { w: Watching }) {
  const t = words()
  const show = w.room.show.value
  switch (w.stage.value) {
    case 'before':
      return (
        <div class="card-middle before" data-test="before">
          <p class="name" aria-hidden="true">{show.title}</p>
          {show.starts_at ? (
            <>
              <p class="when n">{dateTime(new Date(show.starts_at), language.value)}</p>
              <h2>
                <Countdown to={new Date(show.starts_at)} />
              </h2>
            </>
          ) : (
            <h2>{t.beforeTitle}</h2>
          )}
          {soon(show.starts_at) ? <p>{t.beforeText}</p> : show.description && <p>{show.description}</p>}
          {show.starts_at && (
            <p class="to-come">
              <Remind show={show.id} />
              <CalendarButton show={show} startsAt={show.starts_at} />
            </p>
          )}
        </div>
      )
    case 'waiting':
      return (
        <div class="card-middle" role="status" data-test="waiting">
          <h2>{t.waitingTitle}</h2>
          <p>{t.waitingText}</p>
        </div>
      )
    case 'away':
      return (
        <div class="card-middle holding" role="status" data-test="holding">
          <h2>{t.awayTitle}</h2>
          <p>{t.awayText}</p>
        </div>
      )
    case 'cancelled':
      return (
        <div class="card-middle" data-test="cancelled">
          <h2>{t.cancelledTitle}</h2>
          <p>{t.cancelledText}</p>
          <a class="btn do" href="/">
            {t.toHome}
          </a>
        </div>
      )
    case 'over':
      return show.media.playlist === null ? (
        <div class="card-middle" data-test="over">
          <h2>{t.overTitle}</h2>
          <p>{t.noRecordingText}</p>
          <a class="btn do" href="/">
            {t.toHome}
          </a>
        </div>
      ) : (
        <div class="card-middle" role="status" data-test="over">
          <h2>{t.overTitle}</h2>
          <p>{t.overText}</p>
          <button type="button" class="btn do" onClick={() => void w.openArchive()} data-test="open-archive">
            {t.openArchive}
          </button>
        </div>
      )
    case 'finished':
      return (
        <div class="card-middle" data-test="finished">
          <h2>{t.finishedTitle}</h2>
          <button type="button" class="btn do" onClick={() => w.togglePlay()}>
            <Icon name="undo" size="s" />
            {t.again}
          </button>
          <a class="btn ghost" href="/">
            {t.toHome}
          </a>
        </div>
      )
    default:
      if (!w.room.live.value && show.media.playlist === null) {
        return (
          <div class="card-middle" data-test="no-recording">
            <h2>{t.noRecordingTitle}</h2>
            <p>{t.noRecordingText}</p>
            <a class="btn do" href="/">
              {t.toHome}
            </a>
          </div>
        )
      }
      return null
  }
}

/** Before there is a picture of the show, who presents it stands for it. */
export function posterOf(show: Show): string | null {
  return show.media.poster ?? (show.live_at === null ? (show.cast.find(({ picture }) => picture !== null)?.picture?.url ?? null) : null)
}

/** The colours of the picture, softly, where the picture itself does not reach. */
export function Ambience({ w }: { w: Watching }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const draw = (): void => {
      const video = w.picture.value?.video
      const context = canvas.current?.getContext('2d')
      if (!context || !video || video.readyState < 2 || document.hidden) return
      context.drawImage(video, 0, 0, 32, 32)
    }
    const timer = setInterval(draw, 1_000)
    return () => clearInterval(timer)
  }, [])
  const poster = posterOf(w.room.show.value)
  return (
    <div class="amb" aria-hidden="true">
      {poster && !w.hasPicture.value && <img src={poster} alt="" />}
      <canvas ref={canvas} width={32} height={32} />
    </div>
  )
}
