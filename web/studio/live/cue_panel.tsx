// The cue sheet under the director's hands: what was planned, what became of it, and the next cue by N.
import { useEffect, useRef } from 'preact/hooks'
import { clock, timeOfDay } from '../../shared/format.ts'
import { Icon } from '../../shared/icons.tsx'
import { cueWords } from '../messages/cues.ts'
import { Failed } from '../parts/load.tsx'
import { cueBefore, lastedMs, running, toneOf } from '../plan/cue_model.ts'
import type { CueSheet, SheetCue } from '../plan/plan_api.ts'
import type { CueRoom } from './cue_room.ts'
import type { Room } from './room.ts'
import './cues.css'

interface Props {
  room: Room
  cues: CueRoom
  onStart: (cue: SheetCue) => void
}

const signed = (ms: number): string => `${ms < 0 ? '−' : '+'}${clock(Math.abs(ms))}`

export function CuePanel({ room, cues, onStart }: Props) {
  const words = cueWords()
  const sheet = cues.sheet.value
  const show = room.show.value
  const live = show.state === 'live'
  const list = useRef<HTMLOListElement>(null)
  useEffect(() => {
    const now = list.current?.querySelector<HTMLElement>('.now-cue')
    if (now && list.current) list.current.scrollTop = now.offsetTop - list.current.offsetTop - list.current.clientHeight / 3
  }, [sheet?.current])
  const at = sheet ? sheet.items.findIndex(({ id }) => id === sheet.current) : -1
  return (
    <section class="cues" aria-labelledby="cues" data-test="cues">
      <div class="ph">
        <h2 id="cues">{words.title}</h2>
        {sheet && sheet.items.length > 0 && (
          <span class="m n">{at >= 0 ? words.live.ofAll(at + 1, sheet.items.length) : words.count(sheet.items.length)}<Late cues={cues} /></span>
        )}
      </div>
      {!sheet && cues.problem.value !== null && <Failed problem={cues.problem.value} again={() => void cues.read()} />}
      {sheet && sheet.items.length === 0 && <p class="chat-empty">{words.live.none} {!['archived', 'cancelled'].includes(show.state) && <a href={`/studio/shows/${encodeURIComponent(show.id)}`}>{words.live.make}</a>}</p>}
      {sheet && sheet.items.length > 0 && (
        <>
          <div class="cue-head" aria-hidden="true"><span /><span /><span>{words.planned}</span><span>{words.actual}</span><span>{words.difference}</span></div>
          <ol ref={list} tabIndex={0} aria-label={words.title}>
            {sheet.items.map((cue, place) =>
              cue.id === sheet.current ? <NowCue key={cue.id} cue={cue} sheet={sheet} cues={cues} room={room} onStart={onStart} /> : (
                <Row key={cue.id} cue={cue} place={place} sheet={sheet} now={room.clock.value ?? 0} live={live} onStart={onStart} />
              ))}
          </ol>
          <Foot room={room} cues={cues} sheet={sheet} onStart={onStart} />
        </>
      )}
    </section>
  )
}

function Late({ cues }: { cues: CueRoom }) {
  const words = cueWords().live
  const late = cues.late.value
  if (late === null) return null
  const tone = toneOf(late)
  return (
    <span class={`tag ${tone === 'late' ? 'warn' : 'ok'}`} data-test="late" data-tone={tone}>
      {tone === 'even' ? words.even : tone === 'late' ? words.late(clock(late)) : words.early(clock(-late))}
    </span>
  )
}

/** What became of a cue: how long it lasted against its plan. */
function Figures({ cue, sheet, now }: { cue: SheetCue; sheet: CueSheet; now: number }) {
  const words = cueWords()
  const lasted = lastedMs(sheet, cue.id, now)
  const difference = lasted === null ? null : Math.round(lasted / 1000) * 1000 - cue.length_s * 1000
  return (
    <>
      <span class="n"><span class="vh">{words.planned} </span>{clock(cue.length_s * 1000)}</span>
      <span class="n" data-test="actual"><span class="vh">{words.actual} </span>{lasted === null ? '—' : clock(Math.round(lasted / 1000) * 1000)}</span>
      <span class={`n ${difference === null ? '' : toneOf(difference)}`} data-test="difference">{difference === null ? '' : signed(difference)}</span>
    </>
  )
}

function Row({ cue, place, sheet, now, live, onStart }: { cue: SheetCue; place: number; sheet: CueSheet; now: number; live: boolean; onStart: (cue: SheetCue) => void }) {
  const words = cueWords()
  const done = sheet.starts.some((start) => start.cue === cue.id)
  const inner = (
    <>
      <span class="no n">{done ? <Icon name="check" size="xs" /> : place + 1}</span>
      <span class="t">{cue.title}</span>
      <Figures cue={cue} sheet={sheet} now={now} />
    </>
  )
  return (
    <li class={done ? 'done' : ''} data-test="cue-row" data-cue={cue.id} data-done={done}>
      {live ? <button type="button" onClick={() => onStart(cue)} title={words.live.jump(cue.title)} data-test="jump">{inner}</button> : <div>{inner}</div>}
    </li>
  )
}

function NowCue({ cue, sheet, cues, room, onStart }: { cue: SheetCue; sheet: CueSheet; cues: CueRoom; room: Room; onStart: (cue: SheetCue) => void }) {
  const words = cueWords()
  const start = running(sheet)!
  const gone = Math.max(0, (room.clock.value ?? start.at) - start.at)
  const whole = cue.length_s * 1000
  const next = cues.next.value
  const before = cueBefore(sheet)
  const over = gone - whole
  return (
    <li class="now-cue" aria-current="step" data-test="now-cue" data-cue={cue.id}>
      <div class="a"><span class="tag now-mark">{words.live.now}</span><b>{cue.title}</b><span class={`n ${over > 0 ? toneOf(over) : ''}`} data-test="now-left">{over > 0 ? signed(over) : clock(whole - gone + 999)}</span></div>
      <div class="bar" role="progressbar" aria-label={words.live.left(clock(Math.max(0, whole - gone)))} aria-valuemin={0} aria-valuemax={cue.length_s} aria-valuenow={Math.round(Math.min(gone, whole) / 1000)}><i style={{ width: `${Math.min(100, (gone / whole) * 100)}%` }} /></div>
      {cue.points && <ul>{cue.points.split('\n').filter(Boolean).map((point, at) => <li key={at}>{point}</li>)}</ul>}
      {(cue.offer || cue.poll) && <p class="now-opens">{cue.offer && <span>{words.fieldOffer}: <b>{cue.offer}</b></span>}{cue.poll && <span>{words.fieldPoll}: <b>{cue.poll}</b></span>}</p>}
      <dl class="now-figures">
        <div><dt>{words.planned}</dt><dd class="n" data-test="now-planned">{clock(cue.planned_ms)}</dd></div>
        <div><dt>{words.actual}</dt><dd class="n" data-test="now-actual">{clock(start.at)}</dd></div>
        <div><dt>{words.difference}</dt><dd class={`n ${toneOf(start.at - cue.planned_ms)}`} data-test="now-difference">{signed(start.at - cue.planned_ms)}</dd></div>
      </dl>
      <div class="acts">
        {next ? (
          <button type="button" class="btn do" onClick={() => onStart(next)} data-test="next-cue">{words.live.next}<kbd>N</kbd></button>
        ) : <p class="hint">{words.live.last}</p>}
        {before && <button type="button" class="btn back" onClick={() => onStart(before)} aria-label={words.live.back} title={words.live.back} data-test="cue-back"><Icon name="undo" size="s" /></button>}
      </div>
    </li>
  )
}

function Foot({ room, cues, sheet, onStart }: { room: Room; cues: CueRoom; sheet: CueSheet; onStart: (cue: SheetCue) => void }) {
  const words = cueWords().live
  const show = room.show.value
  const next = cues.next.value
  const late = cues.late.value
  const whole = sheet.length_s * 1000
  const left = late === null ? null : whole + late - (room.clock.value ?? 0)
  return (
    <div class="cue-end">
      {show.state !== 'live' && show.state !== 'archived' && <p class="hint">{words.notLive}</p>}
      {show.state === 'live' && sheet.current === null && next && <button type="button" class="btn do" onClick={() => onStart(next)} data-test="next-cue">{words.begin}<kbd>N</kbd></button>}
      {left !== null && show.live_at && <p data-test="ends"><b class="n">{words.left(clock(left))}</b><span>{words.ends(timeOfDay(new Date(Date.parse(show.live_at) + whole + late!)))}</span></p>}
      {show.state !== 'archived' && <label class="check-row"><input type="checkbox" checked={cues.pinToo.value} onChange={(event) => cues.keepPinToo(event.currentTarget.checked)} data-test="pin-too" /><span>{words.pinToo}</span></label>}
      {show.state !== 'archived' && sheet.items.some(({ offer, poll }) => offer || poll) && <label class="check-row"><input type="checkbox" checked={cues.openToo.value} onChange={(event) => cues.keepOpenToo(event.currentTarget.checked)} data-test="open-too" /><span>{words.openToo}</span></label>}
    </div>
  )
}
