// Ending a campaign before its time.
import { useState } from 'preact/hooks'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { toast } from '../../shared/toast.tsx'
import { campaignWords } from '../messages/campaigns.ts'
import { common } from '../messages/common.ts'
import { explain, fieldOf, fieldText } from '../parts/explain.ts'
import { sharingApi, type StaffCampaign } from './sharing_api.ts'

export function EndDialog({ campaign, onClose, onDone }: { campaign: StaffCampaign; onClose: () => void; onDone: () => void }) {
  const words = campaignWords()
  const [reason, setReason] = useState('')
  const [wrong, setWrong] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const end = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    if (reason.trim() === '') return setWrong(words.endReasonEmpty)
    setBusy(true)
    try {
      await sharingApi.endCampaign(campaign.id, reason.trim())
      toast(words.ended)
      onDone()
    } catch (cause) {
      if (fieldOf(cause) === 'reason') setWrong(fieldText(cause))
      else toast(explain(cause), { tone: 'bad' })
      setBusy(false)
    }
  }
  return (
    <Dialog open onClose={onClose} title={words.endTitle} busy={busy} test="end-dialog">
      <form class="stack" noValidate onSubmit={(event) => void end(event)}>
        <p class="hint"><b>{campaign.title}</b><br />{words.endLead}</p>
        <Field label={words.endReason} hint={words.endReasonHint} value={reason} error={wrong} maxLength={200} onInput={(event) => { setReason(event.currentTarget.value); setWrong(null) }} data-focus test="end-reason" />
        <div class="form-foot">
          <button type="button" class="btn" onClick={onClose}>{common().cancel}</button>
          <button type="submit" class="btn do" disabled={busy} data-test="confirm">{words.end}</button>
        </div>
      </form>
    </Dialog>
  )
}
