// One note of a review in a drawer: written new, or changed from the version that was opened.
import { useRef, useState } from 'preact/hooks'
import { Problem } from '../../shared/api.ts'
import { Field } from '../../shared/field.tsx'
import { randomId } from '../../shared/ids.ts'
import { toast } from '../../shared/toast.tsx'
import { clock } from '../../shared/format.ts'
import { readClock } from '../archive/range.ts'
import { common } from '../messages/common.ts'
import { learningWords } from '../messages/learning.ts'
import { Drawer } from '../parts/drawer.tsx'
import { explain, fieldOf, fieldText } from '../parts/explain.ts'
import { Select } from '../playbook/select.tsx'
import { kNoteKinds, learningApi, type NoteFields, type NoteKind, type ReviewNote } from './learning_api.ts'

interface Props {
  show: string
  length: number
  kind: NoteKind
  /** Null for a new one. */
  note: ReviewNote | null
  onDone: () => void
  onClose: () => void
}

export function NoteForm({ show, length, kind, note, onDone, onClose }: Props) {
  const words = learningWords()
  const [fields, setFields] = useState({ kind, text: note?.text ?? '', at: note?.at == null ? '' : clock(note.at) })
  const [wrong, setWrong] = useState<{ field: string; text: string } | null>(null)
  const [busy, setBusy] = useState(false)
  /** What somebody else wrote meanwhile; 'gone' when they took it away. */
  const [theirs, setTheirs] = useState<ReviewNote | 'gone' | null>(null)
  const key = useRef(randomId())
  const change = (more: Partial<typeof fields>): void => {
    setFields({ ...fields, ...more })
    setWrong(null)
    key.current = randomId()
  }
  const errorOf = (field: string): string | null => (wrong?.field === field ? wrong.text : null)
  const attempt = async (act: () => Promise<unknown>, said: string): Promise<void> => {
    setBusy(true)
    try {
      await act()
      toast(said)
      onDone()
      onClose()
    } catch (cause) {
      const problem = Problem.from(cause)
      if (problem.type === 'changed-meanwhile') {
        setTheirs((problem.members['present'] as ReviewNote | null) ?? 'gone')
        onDone()
      } else {
        const field = fieldOf(cause) ?? ''
        setWrong({ field: ['text', 'at', 'kind'].includes(field) ? field : '', text: field ? fieldText(cause) : explain(cause) })
      }
    } finally {
      setBusy(false)
    }
  }
  const save = (over: number | null): void => {
    if (fields.text.trim() === '') return setWrong({ field: 'text', text: words.review.noteEmpty })
    const at = fields.at.trim() === '' ? null : readClock(fields.at)
    if (fields.at.trim() !== '' && (at === null || at > length)) return setWrong({ field: 'at', text: words.review.noteAtWrong })
    const sent: NoteFields = { kind: fields.kind, text: fields.text.trim(), ...(at === null ? {} : { at }) }
    setTheirs(null)
    void attempt(() => (note && over !== null ? learningApi.changeNote(show, note.id, sent, over) : learningApi.addNote(show, sent, key.current)), words.saved)
  }
  const version = theirs && theirs !== 'gone' ? theirs.version : theirs === 'gone' ? null : (note?.version ?? null)
  return (
    <Drawer title={note ? words.review.editTitle : words.review.newTitle} onClose={onClose} test="note-form">
      <form class="stack" onSubmit={(event) => { event.preventDefault(); save(version) }} noValidate>
        <Select label={words.review.noteKind} value={fields.kind} onChange={(value) => change({ kind: value as NoteKind })} error={errorOf('kind')} test="note-kind" options={kNoteKinds.map((one) => [one, words.review.kinds[one]])} />
        <Field label={words.review.kindHints[fields.kind]} rows={4} value={fields.text} maxLength={500} data-focus error={errorOf('text')} test="note-text" onInput={(event) => change({ text: event.currentTarget.value })} />
        <Field label={words.review.noteAt} optional={common().optional} value={fields.at} hint={words.review.noteAtHint} inputMode="text" autocomplete="off" error={errorOf('at')} test="note-at" onInput={(event) => change({ at: event.currentTarget.value })} />
        {theirs && (
          <div class="note warn stale" role="alert" data-test="stale">
            <div>
              <p>{words.stale}</p>
              <p><b>{theirs === 'gone' ? words.gone : words.review.theirs(theirs.changed_by?.name ?? '')}</b></p>
              {theirs !== 'gone' && <p class="kpt-text">{theirs.text}</p>}
            </div>
          </div>
        )}
        {errorOf('') && <p class="field-error" role="alert">{errorOf('')}</p>}
        <div class="form-foot">
          {note && <button type="button" class="btn danger cue-remove" disabled={busy} onClick={() => void attempt(() => learningApi.removeNote(show, note.id, version ?? note.version), words.removed)} data-test="remove-note">{words.remove}</button>}
          {theirs && <button type="button" class="btn" onClick={onClose} data-test="take-theirs">{words.review.takeTheirs}</button>}
          <button type="submit" class="btn do" disabled={busy} data-test="save-note">{busy ? common().saving : theirs ? words.review.keepOurs : common().save}</button>
        </div>
      </form>
    </Drawer>
  )
}
