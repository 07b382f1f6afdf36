// The campaigns: how each stands, what it did, what was granted; making, changing and ending them.
import { useState } from 'preact/hooks'
import type { Show } from '../../shared/api.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { campaignWords } from '../messages/campaigns.ts'
import { common } from '../messages/common.ts'
import { explain } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { CampaignCard } from './campaign_card.tsx'
import { CampaignDialog } from './campaign_dialog.tsx'
import { EndDialog } from './end_dialog.tsx'
import { GrantsDrawer } from './grants_drawer.tsx'
import { mayRunCampaigns } from './may.ts'
import { sharingApi, type StaffCampaign } from './sharing_api.ts'

type Opened = { what: 'new' } | { what: 'edit' | 'end' | 'grants'; campaign: StaffCampaign }

export function CampaignsPanel({ show, shows }: { show: string; shows: readonly Show[] | null }) {
  const words = campaignWords()
  const loaded = useLoaded('campaigns', () => sharingApi.campaigns())
  const [opened, setOpened] = useState<Opened | null>(null)
  const [busy, setBusy] = useState(false)
  const page = loaded.data
  if (!page) return loaded.problem ? <Failed problem={loaded.problem} again={loaded.reload} /> : <Waiting />
  const may = mayRunCampaigns()
  const items = page.items.filter((campaign) => show === '' || campaign.show === null || campaign.show === show)
  const close = (): void => setOpened(null)
  const done = (): void => {
    close()
    loaded.reload()
  }
  const more = async (): Promise<void> => {
    setBusy(true)
    try {
      const next = await sharingApi.campaigns(page.next)
      loaded.set({ ...next, items: [...page.items, ...next.items] })
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      {Boolean(loaded.problem) && <Failed problem={loaded.problem} again={loaded.reload} />}
      {items.length === 0 ? (
        <div class="empty" data-test="empty">
          <Icon name="ticket" />
          <h2>{words.none}</h2>
          <p>{may ? words.noneText : words.noneRead}</p>
          {may && <button type="button" class="btn do" onClick={() => setOpened({ what: 'new' })} data-test="add-campaign"><Icon name="plus" size="s" />{words.add}</button>}
        </div>
      ) : (
        <>
          {may && <p class="spread-add"><button type="button" class="btn do" onClick={() => setOpened({ what: 'new' })} data-test="add-campaign"><Icon name="plus" size="s" />{words.add}</button></p>}
          <div class="spread-campaigns">
            {items.map((campaign) => (
              <CampaignCard key={campaign.id} campaign={campaign} show={shows?.find(({ id }) => id === campaign.show)?.title ?? null} may={may} onOpen={(what) => setOpened({ what, campaign })} onRemoved={loaded.reload} />
            ))}
          </div>
          {page.next && <button type="button" class="btn spread-more" disabled={busy} onClick={() => void more()} data-test="more">{common().more}</button>}
        </>
      )}
      {(opened?.what === 'new' || opened?.what === 'edit') && <CampaignDialog campaign={opened.what === 'edit' ? opened.campaign : null} show={show} shows={shows ?? []} onClose={close} onDone={done} />}
      {opened?.what === 'end' && <EndDialog campaign={opened.campaign} onClose={close} onDone={done} />}
      {opened?.what === 'grants' && <GrantsDrawer campaign={opened.campaign} onClose={close} />}
    </>
  )
}
