// Keep, problem, try: three columns that the whole team writes into.
import { useState } from 'preact/hooks'
import type { Show } from '../../shared/api.ts'
import { clock, dateTime } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { learningWords } from '../messages/learning.ts'
import { explain } from '../parts/explain.ts'
import { useLoaded } from '../parts/load.tsx'
import { all, studioApi } from '../studio_api.ts'
import { kNoteKinds, learningApi, type NoteKind, type Review, type ReviewNote } from './learning_api.ts'
import { day, momentHref } from './learning_model.ts'
import { NoteForm } from './note_form.tsx'

const kTone: Record<NoteKind, string> = { keep: 'ok', problem: 'warn', try: 'info' }

export function ReviewNotes({ review, onChanged }: { review: Review; onChanged: () => void }) {
  const words = learningWords().review
  const [writing, setWriting] = useState<{ kind: NoteKind; note: ReviewNote | null } | null>(null)
  const coming = useLoaded('coming shows', () => all((cursor) => studioApi.shows('scheduled,rehearsing,draft', cursor), 100))
  const open = review.closed === null
  return (
    <div class="kpt">
      {kNoteKinds.map((kind) => {
        const notes = review.notes.filter((note) => note.kind === kind)
        return (
          <section key={kind} class="panel" aria-labelledby={`kpt-${kind}`} data-test={`column-${kind}`}>
            <h2 id={`kpt-${kind}`}><span class={`tag ${kTone[kind]}`}>{words.kinds[kind]}</span></h2>
            {notes.length === 0 && <p class="hint">{words.kindHints[kind]}</p>}
            <ul>
              {notes.map((note) => (
                <li key={note.id} data-test="note" data-kind={kind}>
                  <p class="phrase kpt-text">{note.text}</p>
                  <p class="hint">
                    {note.at !== null && <a class="n moment" href={momentHref(note.show, note.at)} target="_blank" rel="noopener" aria-label={learningWords().watchAt(clock(note.at))}><Icon name="play" size="xs" />{clock(note.at)}</a>}
                    <span>{learningWords().by(note.made_by?.name ?? '', day(note.made_at))}</span>
                    {open && <button type="button" class="icon-btn" aria-label={words.editOf(note.text)} title={words.edit} onClick={() => setWriting({ kind, note })} data-test="edit-note"><Icon name="edit" size="s" /></button>}
                  </p>
                  {kind === 'try' && <TryIn note={note} shows={coming.data ?? []} onChanged={onChanged} />}
                </li>
              ))}
            </ul>
            {open && <button type="button" class="btn small kpt-add" onClick={() => setWriting({ kind, note: null })} data-test={`add-${kind}`}><Icon name="plus" size="s" />{words.newTitle}<span class="vh">{words.kinds[kind]}</span></button>}
          </section>
        )
      })}
      {writing && <NoteForm show={review.show.id} length={review.show.length_ms} kind={writing.kind} note={writing.note} onDone={onChanged} onClose={() => setWriting(null)} />}
    </div>
  )
}

/** In which coming show a try is to be tried. */
function TryIn({ note, shows, onChanged }: { note: ReviewNote; shows: Show[]; onChanged: () => void }) {
  const words = learningWords().review
  const [busy, setBusy] = useState(false)
  const planned = note.for_show
  if (note.outcome && planned) return <p class="try-in"><span class={`tag ${note.outcome === 'helped' ? 'ok' : ''}`}>{words.outcomes[note.outcome]}</span><span class="hint">{planned.title}</span></p>
  if (planned?.state === 'archived' || planned?.state === 'live') return <p class="try-in hint">{words.tryPlanned(planned.title)}</p>
  if (shows.length === 0 && !planned) return <p class="hint">{words.tryNoShows}</p>
  const plan = async (show: string): Promise<void> => {
    setBusy(true)
    try {
      await learningApi.planTry(note.show, note.id, show)
      onChanged()
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  const known = !planned || shows.some(({ id }) => id === planned.id)
  const timed = (show: Show): string => (show.starts_at ? `${show.title} ${dateTime(new Date(show.starts_at), language.value)}` : `${show.title} ${common().states[show.state]}`)
  return (
    <div class="try-in">
      <label>
        <span class="vh">{words.tryIn}</span>
        <select value={planned?.id ?? ''} disabled={busy} onChange={(event) => void plan(event.currentTarget.value)} data-test="try-in">
          <option value="">{words.tryIn}{common().dot}{words.tryNone}</option>
          {!known && planned && <option value={planned.id}>{planned.title}</option>}
          {shows.map((show) => <option key={show.id} value={show.id}>{timed(show)}</option>)}
        </select>
      </label>
      {planned?.state === 'cancelled' && <span class="tag warn">{words.tryCancelled}</span>}
    </div>
  )
}
