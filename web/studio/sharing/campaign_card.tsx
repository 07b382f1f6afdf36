// One campaign in the list: state, how far it is, its figures and its effect.
import { useState } from 'preact/hooks'
import { Dialog } from '../../shared/dialog.tsx'
import { dateTime } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { campaignWords } from '../messages/campaigns.ts'
import { common } from '../messages/common.ts'
import { explain } from '../parts/explain.ts'
import { EffectTable } from './effect.tsx'
import { sharingApi, type StaffCampaign } from './sharing_api.ts'

interface Props {
  campaign: StaffCampaign
  /** The show's title; null for every show, or one that is not known. */
  show: string | null
  may: boolean
  onOpen: (what: 'edit' | 'end' | 'grants') => void
  onRemoved: () => void
}

const kTone: Record<StaffCampaign['state'], string> = { planned: 'info', running: 'ok', over: '', ended: 'warn' }

export function CampaignCard({ campaign, show, may, onOpen, onRemoved }: Props) {
  const words = campaignWords()
  const { state, scope } = campaign
  const begun = state !== 'planned'
  const open = state === 'planned' || state === 'running'
  const when = (time: string): string => dateTime(new Date(time), language.value)
  return (
    <article class="panel campaign" data-test="campaign" data-campaign={campaign.id} data-state={state} data-count={campaign.count}>
      <header>
        <div class="g">
          <h2>{campaign.title} <span class={`tag ${kTone[state]}`}>{words.states[state]}</span></h2>
          <p class="hint n">{words.period(when(campaign.starts_at), when(campaign.ends_at))}</p>
          <p class="hint">{[campaign.show === null ? words.everyShow : (show ?? campaign.show), words.scope[scope], words.counts[campaign.counts]].join(common().dot)}</p>
        </div>
        <div class="acts">
          {begun && scope === 'person' && <button type="button" class="btn small" onClick={() => onOpen('grants')} data-test="open-grants">{words.grants}</button>}
          {may && open && <button type="button" class="btn small" onClick={() => onOpen('edit')} data-test="edit-campaign">{words.edit}</button>}
          {may && state === 'running' && <button type="button" class="btn small" onClick={() => onOpen('end')} data-test="end-campaign">{words.end}</button>}
          {may && !begun && <Remove campaign={campaign} onRemoved={onRemoved} />}
        </div>
      </header>
      <Tiers campaign={campaign} />
      {begun && (
        <dl class="spread-figures small">
          {(['sharers', 'arrivals', 'verified', 'granted'] as const).filter((name) => name !== 'granted' || scope === 'person').map((name) => (
            <div key={name}>
              <dt>{words.facts[name]}</dt>
              <dd class="n" data-test={`campaign-${name}`}>{campaign[name].toLocaleString('en')}{name === 'granted' && campaign.budget !== null && <small> {words.budgetOf(campaign.budget)}</small>}</dd>
            </div>
          ))}
        </dl>
      )}
      {begun && (
        <details class="lines" open={state === 'over' || state === 'ended'}>
          <summary>{words.effect}</summary>
          <EffectTable effect={campaign.effect} />
        </details>
      )}
    </article>
  )
}

function Tiers({ campaign }: { campaign: StaffCampaign }) {
  const words = campaignWords()
  const { scope, count, tiers } = campaign
  const whole = Math.max(1, ...tiers.map(({ threshold }) => threshold))
  return (
    <div class="campaign-tiers">
      {scope === 'all' && (
        <span class="bar ticked" aria-hidden="true">
          <i style={{ width: `${Math.min(1, count / whole) * 100}%` }} />
          {tiers.map(({ tier, threshold }) => <span key={tier} style={{ left: `${(threshold / whole) * 100}%` }} />)}
        </span>
      )}
      <ol>
        {tiers.map((tier) => (
          <li key={tier.tier} class={tier.opened_at ? 'open' : ''} data-test="campaign-tier" data-open={tier.opened_at !== null}>
            <b class="n">{words.people(tier.threshold)}</b>
            <span class="g">{tier.text}<small>{words.benefits[tier.benefit]}</small></span>
            {scope === 'person' ? (
              <span class="n">{words.granted(tier.granted)}</span>
            ) : tier.opened_at ? (
              <span class="tag ok n"><Icon name="check" size="xs" />{words.opened(dateTime(new Date(tier.opened_at), language.value))}</span>
            ) : (
              <span class="n">{words.toGo(Math.max(0, tier.threshold - count))}</span>
            )}
          </li>
        ))}
      </ol>
    </div>
  )
}

function Remove({ campaign, onRemoved }: { campaign: StaffCampaign; onRemoved: () => void }) {
  const words = campaignWords()
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const remove = async (): Promise<void> => {
    setBusy(true)
    try {
      await sharingApi.removeCampaign(campaign.id)
      toast(words.removed)
      onRemoved()
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
      setAsking(false)
    }
  }
  return (
    <>
      <button type="button" class="btn small quiet" onClick={() => setAsking(true)} data-test="remove-campaign">{words.remove}</button>
      <Dialog open={asking} onClose={() => setAsking(false)} title={words.removeTitle} busy={busy} test="remove-dialog">
        <p>{words.removeText}</p>
        <div class="form-foot">
          <button type="button" class="btn" data-focus onClick={() => setAsking(false)}>{common().cancel}</button>
          <button type="button" class="btn do" disabled={busy} onClick={() => void remove()} data-test="confirm">{words.remove}</button>
        </div>
      </Dialog>
    </>
  )
}
