// Putting an item aside: with a reason, so that nobody wonders later.
import { useState } from 'preact/hooks'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { inboxWords } from '../messages/inbox.ts'
import { explain } from '../parts/explain.ts'
import { inboxApi, type InboxItem } from './inbox_api.ts'

export function AsideDialog({ item, onClose, onDone }: { item: InboxItem; onClose: () => void; onDone: (item: InboxItem) => void }) {
  const words = inboxWords()
  const [reason, setReason] = useState('')
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const save = async (): Promise<void> => {
    if (reason.trim() === '') return setError(words.reasonMissing)
    setBusy(true)
    try {
      const now = await inboxApi.putAside(item, reason.trim())
      toast(words.putAside)
      onDone(now)
    } catch (cause) {
      setError(explain(cause))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog open onClose={onClose} title={words.asideTitle} busy={busy} test="aside-dialog">
      <form class="stack" noValidate onSubmit={(event) => { event.preventDefault(); void save() }}>
        <p>{words.asideText}</p>
        <div class="aside-reasons">
          {words.reasons.map((one) => <button key={one} type="button" class="btn small" aria-pressed={reason === one} onClick={() => { setReason(one); setError(null) }}>{one}</button>)}
        </div>
        <Field label={words.reason} value={reason} error={error} maxLength={200} data-focus onInput={(event) => { setReason(event.currentTarget.value); setError(null) }} test="reason" />
        <div class="form-foot">
          <button type="button" class="btn" onClick={onClose}>{common().cancel}</button>
          <button type="submit" class="btn do" disabled={busy} data-test="confirm">{words.aside}</button>
        </div>
      </form>
    </Dialog>
  )
}
