// The console's top bar: which show, whether it is live, its clock, its recording, who directs, start and end.
import { useState } from 'preact/hooks'
import { Dialog } from '../../shared/dialog.tsx'
import { clock, timeOfDay } from '../../shared/format.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { liveWords } from '../messages/live.ts'
import { showWords } from '../messages/shows.ts'
import { explain } from '../parts/explain.ts'
import { rehearsalSteps, rehearsalWords } from '../messages/rehearsal.ts'
import { RehearsalNote } from '../rehearsal/rehearsal_note.tsx'
import { staff } from '../session.ts'
import { ReadyList } from '../shows/ready_list.tsx'
import { HoldButton } from './hold_button.tsx'
import type { Room } from './room.ts'

export function TopBar({ room }: { room: Room }) {
  const rehearsing = room.show.value.rehearsal !== undefined
  const words = rehearsing ? { ...liveWords(), ...rehearsalSteps() } : liveWords()
  const [asking, setAsking] = useState<'start' | 'end' | null>(null)
  const [busy, setBusy] = useState(false)
  const show = room.show.value
  const health = room.health.value
  const live = show.state === 'live'
  const coming = show.state === 'draft' || show.state === 'scheduled'
  const record = show.staff?.record ?? true
  const recording = health?.recording === 'failed' ? 'failed' : (health?.recording ?? (record ? 'on' : 'off'))
  const who = staff.value

  const act = async (what: 'start' | 'end'): Promise<void> => {
    setBusy(true)
    try {
      await room[what]()
      setAsking(null)
      toast(what === 'start' ? words.started : words.ended)
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <header class="tb">
      <a class="lg" href={`/studio/shows/${encodeURIComponent(show.id)}`} title={words.back}>
        <Icon name="chevronLeft" size="s" />
        <span>nigiwai</span>
        <span class="vh">{words.back}</span>
      </a>
      <h1 title={show.title}>{show.title || showWords().untitled}</h1>
      {live && rehearsing ? <span class="tag warn" data-test="rehearsing-mark">{rehearsalWords().mark}</span> : live ? <span class="live" data-test="live-mark">{common().states.live}</span> : <span class="tag" data-test="state-mark">{common().states[show.state]}</span>}
      {show.rehearsal && <RehearsalNote show={show} />}
      {(live || show.length_ms !== null) && (
        <span class="ck n" role="timer" aria-label={words.clock} data-test="clock">
          {clock(live ? (room.clock.value ?? show.clock) : show.length_ms!)}
        </span>
      )}
      {show.starts_at && <span class="pl n">{words.planned(timeOfDay(new Date(show.starts_at)))}</span>}
      <div class="tb-r">
        {(live || coming) && (
          <span class={`tag ${recording === 'failed' ? 'bad' : recording === 'off' || !live ? '' : 'ok'}`} data-test="recording" data-state={recording}>
            <Icon name={recording === 'failed' ? 'alert' : 'record'} size="xs" />
            {live || recording === 'off' ? words.recording[recording] : showWords().record}
          </span>
        )}
        {who && (
          <span class="ppl" data-test="me">
            <span class="avatar letter" aria-hidden="true">{[...who.name][0]}</span>
            <span>{who.name}<small>{common().roles[who.role]}</small></span>
          </span>
        )}
        {coming && <button type="button" class="btn do start" onClick={() => setAsking('start')} data-test="start">{words.start}</button>}
        {live && <HoldButton disabled={busy} onHeld={() => void act('end')} onAsk={() => setAsking('end')} label={words.end} />}
      </div>
      <Dialog open={asking === 'start'} onClose={() => setAsking(null)} title={words.startTitle} busy={busy} test="start-dialog">
        <p class="gap-below">{words.startText}</p>
        <ReadyList health={health} record={record} shelf={show.shelf} />
        <div class="form-foot">
          <button type="button" class="btn" data-focus onClick={() => setAsking(null)}>{common().cancel}</button>
          <button type="button" class="btn do" disabled={busy} onClick={() => void act('start')} data-test="confirm">{words.startDo}</button>
        </div>
      </Dialog>
      <Dialog open={asking === 'end'} onClose={() => setAsking(null)} title={words.endTitle} busy={busy} test="end-dialog">
        <p>{record ? words.endText : words.endTextNoRecord}</p>
        <div class="form-foot">
          <button type="button" class="btn" data-focus onClick={() => setAsking(null)}>{common().cancel}</button>
          <button type="button" class="btn do" disabled={busy} onClick={() => void act('end')} data-test="confirm">{words.endDo}</button>
        </div>
      </Dialog>
    </header>
  )
}
