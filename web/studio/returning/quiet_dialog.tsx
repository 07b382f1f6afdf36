// When no digest is mailed.
import { useState } from 'preact/hooks'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { returningWords } from '../messages/returning.ts'
import { explain, fieldOf } from '../parts/explain.ts'
import { returningApi, type QuietHours } from './returning_api.ts'

export function QuietDialog({ hours, onClose, onSaved }: { hours: QuietHours; onClose: () => void; onSaved: (hours: QuietHours) => void }) {
  const words = returningWords()
  const [typed, setTyped] = useState(hours)
  const [wrong, setWrong] = useState<{ field: string; text: string } | null>(null)
  const [busy, setBusy] = useState(false)
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    try {
      onSaved(await returningApi.saveQuiet(typed))
      toast(common().saved)
    } catch (cause) {
      const field = fieldOf(cause)
      if (field) setWrong({ field, text: field === 'zone' ? words.wrongZone : words.wrongTime })
      else toast(explain(cause), { tone: 'bad' })
      setBusy(false)
    }
  }
  const errorOf = (name: keyof QuietHours): string | null => (wrong?.field === name ? wrong.text : null)
  const input = (name: keyof QuietHours) => ({ value: typed[name], error: errorOf(name), onInput: (event: { currentTarget: HTMLInputElement }) => { setTyped({ ...typed, [name]: event.currentTarget.value }); setWrong(null) }, test: name })
  return (
    <Dialog open onClose={onClose} title={words.quiet} busy={busy} test="quiet-dialog">
      <form class="stack" noValidate onSubmit={(event) => void save(event)}>
        <p class="hint">{words.quietLead}</p>
        <div class="pair">
          <Field label={words.from} type="time" data-focus {...input('quiet_from')} />
          <Field label={words.until} type="time" {...input('quiet_until')} />
        </div>
        <p class="hint">{words.sameIsNever}</p>
        <Field label={words.zone} hint={words.zoneHint} maxLength={60} autoComplete="off" {...input('zone')} />
        <div class="form-foot">
          <button type="button" class="btn" onClick={onClose}>{common().cancel}</button>
          <button type="submit" class="btn do" disabled={busy} data-test="save-quiet">{busy ? common().saving : common().save}</button>
        </div>
      </form>
    </Dialog>
  )
}
