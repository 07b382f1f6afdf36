// Ending a campaign before its time.
import { useState } from 'preact/hooks'
import { Dialog } from '../../shared/dialog.tsx'
import { toast } from '../../shared/toast.tsx'
import { campaignWords } from '../messages/campaigns.ts'
import { common } from '../messages/common.ts'
import { explain } from '../parts/explain.ts'
import { sharingApi, type StaffCampaign } from './sharing_api.ts'

export function EndDialog({ campaign, onClose, onDone }: { campaign: StaffCampaign; onClose: () => void; onDone: () => void }) {
  const words = campaignWords()
  const [busy, setBusy] = useState(false)
  const end = async (): Promise<void> => {
    setBusy(true)
    try {
      await sharingApi.endCampaign(campaign.id)
      toast(words.ended)
      onDone()
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
      setBusy(false)
    }
  }
  return (
    <Dialog open onClose={onClose} title={words.endTitle} busy={busy} test="end-dialog">
      <p><b>{campaign.title}</b></p>
      <p class="hint">{words.endLead}</p>
      <div class="form-foot">
        <button type="button" class="btn" data-focus onClick={onClose}>{common().cancel}</button>
        <button type="button" class="btn do" disabled={busy} onClick={() => void end()} data-test="confirm">{words.end}</button>
      </div>
    </Dialog>
  )
}
