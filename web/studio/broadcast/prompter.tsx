// What a presenter reads from a metre away, over their own picture: the cue with the time it has left, the director's line, and the
// question that is wanted most. Each can be settled with a thumb.
import { useState } from 'preact/hooks'
import { Problem } from '../../shared/api.ts'
import { clock } from '../../shared/format.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import type { CueRoom } from '../live/cue_room.ts'
import { cueWords } from '../messages/cues.ts'
import { prompterWords } from '../messages/prompter.ts'
import { explain } from '../parts/explain.ts'
import { running, toneOf } from '../plan/cue_model.ts'
import type { SheetCue } from '../plan/plan_api.ts'
import type { StageRoom } from './stage_room.ts'
import './prompter.css'

/** Talking points that are on the picture; the rest stands on the console. */
const kPoints = 4
const kStored = 'nigiwai.prompter'

export function prompterWanted(): boolean {
  try {
    return localStorage.getItem(kStored) !== 'off'
  } catch {
    return true
  }
}

export function keepPrompter(on: boolean): void {
  try {
    localStorage.setItem(kStored, on ? 'on' : 'off')
  } catch {
    // Forgotten with the page.
  }
}

export function CueCard({ room, cues }: { room: StageRoom; cues: CueRoom }) {
  const words = prompterWords()
  const [busy, setBusy] = useState(false)
  const sheet = cues.sheet.value
  if (!sheet || sheet.items.length === 0) return null
  const now = sheet.items.find(({ id }) => id === sheet.current) ?? null
  const next = cues.next.value
  const start = running(sheet)
  const gone = start ? Math.max(0, (room.clock.value ?? start.at) - start.at) : 0
  const late = cues.late.value
  const goOn = async (cue: SheetCue): Promise<void> => {
    setBusy(true)
    try {
      await cues.start(cue)
    } catch (cause) {
      const already = Problem.from(cause).type === 'already-running'
      toast(already ? cueWords().live.already : explain(cause), { tone: already ? 'info' : 'bad' })
      if (already) void cues.read()
    } finally {
      setBusy(false)
    }
  }
  return (
    <section class="prompt-cue" aria-label={words.cue} data-test="prompt-cue" data-cue={now?.id ?? ''}>
      {now && (
        <>
          <div class="a"><h2>{now.title}</h2><Left whole={now.length_s * 1000} gone={gone} /></div>
          <div class="bar" aria-hidden="true"><i style={{ width: `${Math.min(100, (gone / (now.length_s * 1000)) * 100)}%` }} /></div>
          {now.points && <ul data-test="prompt-points">{now.points.split('\n').filter(Boolean).slice(0, kPoints).map((point, at) => <li key={at}>{point}</li>)}</ul>}
        </>
      )}
      {next ? (
        <button type="button" class="b" disabled={busy} title={words.goTo(next.title)} onClick={() => void goOn(next)} data-test="prompt-next">
          <span class="what">{now && <small>{words.next}</small>}<b>{next.title}</b><small class="n">{clock(next.length_s * 1000)}</small></span>
          {late !== null && toneOf(late) !== 'even' && <small class={`n is-${toneOf(late)}`} data-test="prompt-late">{late > 0 ? cueWords().live.late(clock(late)) : cueWords().live.early(clock(-late))}</small>}
          <span class="go">{now ? words.go : words.first}<Icon name="chevronRight" size="s" /></span>
        </button>
      ) : <p class="b"><span class="what"><small>{words.end}</small></span></p>}
    </section>
  )
}

function Left({ whole, gone }: { whole: number; gone: number }) {
  const over = gone - whole
  return over > 0 ? <span class="n left over" role="timer" data-test="prompt-left">+{clock(over)}</span> : <span class="n left" role="timer" data-test="prompt-left">{cueWords().live.left(clock(whole - gone + 999))}</span>
}

/** Stands there whether the rest is put away or not, until it is acknowledged. */
export function DirectorLine({ room }: { room: StageRoom }) {
  const words = prompterWords()
  const note = room.note()
  if (!note) return null
  const seen = (): void => void room.asking.acknowledge(note.seq).catch((cause: unknown) => toast(explain(cause), { tone: 'bad' }))
  return (
    <section class="prompt-note" role="alert" data-test="prompt-note">
      <p><small>{words.onlyForYou(note.by)}</small><b>{note.text}</b></p>
      <button type="button" class="btn" onClick={seen} data-test="prompt-seen">{words.seen}</button>
    </section>
  )
}

export function QuestionCard({ room }: { room: StageRoom }) {
  const words = prompterWords()
  const [place, setPlace] = useState(0)
  const [busy, setBusy] = useState(false)
  const waiting = room.questions()
  const at = waiting.length === 0 ? 0 : place % waiting.length
  const question = waiting[at]
  if (!question) return null
  const answered = async (): Promise<void> => {
    setBusy(true)
    try {
      await room.asking.answerAloud(question, Date.now(), room.clock.value ?? 0)
      setPlace(0)
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <article class="prompt-question" data-test="prompt-question" data-seq={question.seq}>
      <div>
        <p class="by">
          {waiting.length > 1 ? <button type="button" class="tag info n" aria-label={`${words.question(at + 1, waiting.length)} ${words.other}`} onClick={() => setPlace(at + 1)} data-test="prompt-other">{words.question(at + 1, waiting.length)}<Icon name="chevronRight" size="xs" /></button> : <span class="tag info n">{words.question(1, 1)}</span>}
          <span class="who">{words.asked(question.by.name, question.seconds)}</span>
        </p>
        <p class="text">{question.text}</p>
      </div>
      <button type="button" class="btn do" disabled={busy} onClick={() => void answered()} data-test="prompt-answered">{words.answered}</button>
    </article>
  )
}
