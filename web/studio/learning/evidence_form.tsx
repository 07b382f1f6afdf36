// A show that speaks for a pattern, or against it.
import { useState } from 'preact/hooks'
import { Field } from '../../shared/field.tsx'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { learningWords } from '../messages/learning.ts'
import { Drawer } from '../parts/drawer.tsx'
import { explain, fieldOf, fieldText } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { Select } from '../playbook/select.tsx'
import { all, studioApi } from '../studio_api.ts'
import { learningApi, type Pattern } from './learning_api.ts'
import { day } from './learning_model.ts'

export function EvidenceForm({ pattern, onSaved, onClose }: { pattern: Pattern; onSaved: () => void; onClose: () => void }) {
  const words = learningWords().pattern
  const shows = useLoaded('archived shows', () => all((cursor) => studioApi.shows('archived', cursor), 200))
  const [show, setShow] = useState('')
  const [stands, setStands] = useState<'for' | 'against'>('for')
  const [note, setNote] = useState('')
  const [wrong, setWrong] = useState<{ field: string; text: string } | null>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    if (show === '') return setWrong({ field: 'show', text: words.showEmpty })
    setBusy(true)
    try {
      await learningApi.putEvidence(pattern.id, show, { stands, note: note.trim() })
      toast(learningWords().saved, { tone: 'ok' })
      onSaved()
      onClose()
    } catch (cause) {
      setBusy(false)
      setWrong(fieldOf(cause) === 'note' ? { field: 'note', text: fieldText(cause) } : { field: '', text: explain(cause) })
    }
  }
  const named = (title: string, at: string | null): string => (at ? `${day(at)} ${title}` : title)
  return (
    <Drawer title={words.addShow} onClose={onClose} test="evidence-form">
      <p class="phrase gap-below"><b>{pattern.text}</b></p>
      {Boolean(shows.problem) && <Failed problem={shows.problem} again={shows.reload} />}
      {!shows.data && !shows.problem && <Waiting />}
      {shows.data?.length === 0 && <p class="invite">{words.noShows}</p>}
      {shows.data && shows.data.length > 0 && (
        <form class="stack" onSubmit={(event) => void submit(event)} noValidate>
          <Select label={words.show} value={show} onChange={(value) => { setShow(value); setWrong(null) }} error={wrong?.field === 'show' ? wrong.text : null} test="evidence-show"
            options={[['', words.showEmpty], ...shows.data.map((one): [string, string] => [one.id, named(one.title, one.live_at)])]} />
          <fieldset class="choice">
            <legend>{words.stands}</legend>
            <div class="segments" role="group">
              {(['for', 'against'] as const).map((one) => <button key={one} type="button" aria-pressed={stands === one} onClick={() => setStands(one)} data-test={`stands-${one}`}>{words[one]}</button>)}
            </div>
          </fieldset>
          <Field label={words.note} rows={2} value={note} maxLength={200} optional={common().optional} hint={words.noteHint} error={wrong?.field === 'note' ? wrong.text : null} test="evidence-note" onInput={(event) => setNote(event.currentTarget.value)} />
          {wrong?.field === '' && <p class="field-error" role="alert">{wrong.text}</p>}
          <div class="form-foot"><button type="submit" class="btn do" disabled={busy} data-test="save-evidence">{words.addShow}</button></div>
        </form>
      )}
    </Drawer>
  )
}
