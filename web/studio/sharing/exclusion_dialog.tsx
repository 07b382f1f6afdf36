// Taking a link, or all of its sharer, out of every count, with a reason; and putting them back.
import { useState } from 'preact/hooks'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { sharingWords } from '../messages/sharing.ts'
import { explain, fieldOf, fieldText } from '../parts/explain.ts'
import { nameOf } from './links_panel.tsx'
import { sharingApi, type StaffShare } from './sharing_api.ts'

export function ExclusionDialog({ item, onClose, onDone }: { item: StaffShare; onClose: () => void; onDone: () => void }) {
  const words = sharingWords()
  const back = item.excluded !== null
  const [reason, setReason] = useState('')
  const [whole, setWhole] = useState(false)
  const [wrong, setWrong] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    if (!back && reason.trim() === '') return setWrong(words.reasonEmpty)
    setBusy(true)
    try {
      await (back ? sharingApi.restore(item.code, whole) : sharingApi.exclude(item.code, reason.trim(), whole))
      toast(back ? words.restoredDone : words.excludedDone)
      onDone()
    } catch (cause) {
      if (fieldOf(cause) === 'reason') setWrong(fieldText(cause))
      else toast(explain(cause), { tone: 'bad' })
      setBusy(false)
    }
  }
  return (
    <Dialog open onClose={onClose} title={back ? words.restoreTitle : words.excludeTitle} busy={busy} test="exclusion-dialog">
      <form class="stack" noValidate onSubmit={(event) => void save(event)}>
        <p class="hint">{back ? words.restoreLead : words.excludeLead}</p>
        {!back && <Field label={words.reason} hint={words.reasonHint} value={reason} error={wrong} maxLength={200} onInput={(event) => { setReason(event.currentTarget.value); setWrong(null) }} data-focus test="exclusion-reason" />}
        <label class="check-row switch">
          <input type="checkbox" checked={whole} onChange={(event) => setWhole(event.currentTarget.checked)} data-test="all-of-sharer" />
          <span><b>{words.allOfSharer(nameOf(item.sharer.name))}</b><span class="hint">{words.allOfSharerHint}</span></span>
        </label>
        <div class="form-foot">
          <button type="button" class="btn" onClick={onClose}>{common().cancel}</button>
          <button type="submit" class="btn do" disabled={busy} data-test="confirm">{back ? words.doRestore : words.doExclude}</button>
        </div>
      </form>
    </Dialog>
  )
}
