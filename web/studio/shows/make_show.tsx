// A new show: a title and, if it is known, a time; everything else on its own page.
import { useRef, useState } from 'preact/hooks'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { Icon } from '../../shared/icons.tsx'
import { randomId } from '../../shared/ids.ts'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { planWords } from '../messages/plan.ts'
import { showWords } from '../messages/shows.ts'
import { explain, fieldOf, fieldText } from '../parts/explain.ts'
import { go } from '../route.ts'
import { studioApi } from '../studio_api.ts'
import { planApi } from '../plan/plan_api.ts'
import type { Chosen } from './choices.ts'
import { fromField, zoneName } from './local_time.ts'

/** `initialTime` as a datetime-local field has it; what else is `chosen` stands in the new show's plan. */
export function MakeShow({ open, onClose, initialTime = '', chosen = null }: { open: boolean; onClose: () => void; initialTime?: string; chosen?: Chosen | null }) {
  const words = showWords()
  const [title, setTitle] = useState('')
  const [time, setTime] = useState(initialTime)
  const [titleError, setTitleError] = useState<string | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  // One key for one form, so that a lost answer does not make the show twice.
  const key = useRef(randomId())

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    if (title.trim() === '') {
      setTitleError(words.fieldTitleEmpty)
      return
    }
    setBusy(true)
    setError(null)
    const starts = fromField(time)
    try {
      const show = await studioApi.makeShow({ title: title.trim(), ...(starts ? { starts_at: starts } : {}), ...(chosen?.cast ? { cast: [chosen.cast] } : {}) }, key.current)
      // The show is made whatever becomes of its plan, which stands on its own page.
      if (chosen?.concept || chosen?.length) await planApi.savePlan(show.id, { concept: chosen.concept ?? '', purpose: '', length_s: chosen.length, targets: [], team: [] }, 0).catch((cause) => toast(explain(cause), { tone: 'bad' }))
      go(`/studio/shows/${encodeURIComponent(show.id)}`)
    } catch (cause) {
      key.current = randomId()
      if (fieldOf(cause) === 'title') setTitleError(fieldText(cause))
      else setError(explain(cause))
      setBusy(false)
    }
  }
  return (
    <Dialog open={open} onClose={onClose} title={words.makeTitle} busy={busy} test="make-show">
      <form class="stack" onSubmit={(event) => void submit(event)} noValidate>
        <Field label={words.fieldTitle} value={title} hint={words.fieldTitleHint} maxLength={120} data-focus
          onInput={(event) => {
            setTitle(event.currentTarget.value)
            setTitleError(null)
          }} error={titleError} test="title" />
        <Field label={words.fieldTime} type="datetime-local" value={time} optional={common().optional} hint={words.fieldTimeHint(zoneName())}
          onInput={(event) => setTime(event.currentTarget.value)} test="starts-at" />
        {chosen?.concept && <p class="hint" data-test="chosen-concept">{planWords().concept}: {planWords().concepts[chosen.concept]}</p>}
        {error && <p class="field-error" role="alert"><Icon name="alert" size="s" /><span>{error}</span></p>}
        <div class="form-foot">
          <button type="button" class="btn" onClick={onClose}>{common().cancel}</button>
          <button type="submit" class="btn do" disabled={busy} data-test="submit">{words.makeSubmit}</button>
        </div>
      </form>
    </Dialog>
  )
}
