// Why somebody may not write, and for how long.
import { useState } from 'preact/hooks'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { common } from '../messages/common.ts'
import { talkWords } from '../messages/talk.ts'
import type { ChatLine } from './chat_model.ts'

const kLengths = [10, 60, 1440, 10080, 0]

interface Props {
  line: ChatLine
  onClose: () => void
  onBan: (ban: { reason: string; minutes: number; hide: boolean }) => Promise<void>
}

export function BanDialog({ line, onClose, onBan }: Props) {
  const words = talkWords()
  const [reason, setReason] = useState('')
  const [minutes, setMinutes] = useState(60)
  const [hide, setHide] = useState(true)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    setTried(true)
    if (reason.trim() === '') return
    setBusy(true)
    await onBan({ reason: reason.trim(), minutes, hide })
    setBusy(false)
  }
  return (
    <Dialog open onClose={onClose} title={words.banTitle(line.name)} test="ban-dialog">
      <form class="stack" onSubmit={(event) => void submit(event)} noValidate>
        <p class="hint">{words.banLead}</p>
        <Field label={words.reason} value={reason} maxLength={100} data-focus error={tried && reason.trim() === '' ? words.reasonEmpty : null} onInput={(event) => setReason(event.currentTarget.value)} test="ban-reason" />
        <div class="ready-reasons">{words.reasons.map((one) => <button key={one} type="button" class="btn small" onClick={() => setReason(one)}>{one}</button>)}</div>
        <div class="field">
          <label for="ban-length">{words.length}</label>
          <select id="ban-length" value={minutes} onChange={(event) => setMinutes(Number(event.currentTarget.value))} data-test="ban-length">
            {kLengths.map((one) => <option key={one} value={one}>{words.lengths[one]}</option>)}
          </select>
        </div>
        <label class="check-row"><input type="checkbox" checked={hide} onChange={(event) => setHide(event.currentTarget.checked)} data-test="ban-hide" />{words.hideAll}</label>
        <div class="form-foot">
          <button type="button" class="btn" onClick={onClose}>{common().cancel}</button>
          <button type="submit" class="btn danger" disabled={busy} data-test="ban-submit">{words.ban}</button>
        </div>
      </form>
    </Dialog>
  )
}
