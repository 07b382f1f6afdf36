// What was granted to whom, with the codes; all of it as CSV for whoever sends the gifts.
import { useState } from 'preact/hooks'
import { dateTime } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { campaignWords } from '../messages/campaigns.ts'
import { common } from '../messages/common.ts'
import { CopyButton, copyText } from '../parts/copy.tsx'
import { Drawer } from '../parts/drawer.tsx'
import { explain } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { all } from '../studio_api.ts'
import { csvOf } from './csv.ts'
import { sharingApi, type StaffCampaign } from './sharing_api.ts'

export function GrantsDrawer({ campaign, onClose }: { campaign: StaffCampaign; onClose: () => void }) {
  const words = campaignWords()
  const loaded = useLoaded(`grants ${campaign.id}`, () => sharingApi.grants(campaign.id))
  const [busy, setBusy] = useState(false)
  const page = loaded.data
  const attempt = async (act: () => Promise<void>): Promise<void> => {
    setBusy(true)
    try {
      await act()
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  const more = (): Promise<void> => attempt(async () => {
    const next = await sharingApi.grants(campaign.id, page!.next)
    loaded.set({ ...next, items: [...page!.items, ...next.items] })
  })
  const copy = (): Promise<void> => attempt(async () => {
    const rows = await all((cursor) => sharingApi.grants(campaign.id, cursor))
    const { name, what, code, when, verified } = words.grantColumns
    const done = await copyText(csvOf([[name, what, code, when, verified], ...rows.map((one) => [one.name, one.text, one.code ?? '', one.granted_at, String(one.verified)])]))
    toast(done ? words.copiedCsv(rows.length) : common().copyFailed, done ? {} : { tone: 'bad' })
  })
  return (
    <Drawer title={words.grantsTitle(campaign.title)} onClose={onClose} test="grants">
      {!page && (loaded.problem ? <Failed problem={loaded.problem} again={loaded.reload} /> : <Waiting />)}
      {page && page.items.length === 0 && <p class="nothing">{words.noGrants}</p>}
      {page && page.items.length > 0 && (
        <>
          <p class="row spread-add"><button type="button" class="btn small" disabled={busy} onClick={() => void copy()} data-test="copy-csv"><Icon name="copy" size="s" />{words.copyCsv}</button></p>
          <ul class="spread-grants">
            {page.items.map((grant, place) => (
              <li key={place} data-test="grant" data-code={grant.code ?? undefined}>
                <span class="g">
                  <b class="who">{grant.name || words.erased}</b>
                  <span>{words.tier(grant.tier)}{common().dot}{grant.text}</span>
                  <small class="n">{dateTime(new Date(grant.granted_at), language.value)}{common().dot}{words.facts.verified} {grant.verified.toLocaleString('en')}</small>
                </span>
                {grant.code && <><code class="n">{grant.code}</code><CopyButton text={grant.code} label={words.copyCode(grant.code)} test="copy-code" /></>}
              </li>
            ))}
          </ul>
          {page.next && <button type="button" class="btn spread-more" disabled={busy} onClick={() => void more()} data-test="more">{common().more}</button>}
        </>
      )}
    </Drawer>
  )
}
