// The bar of the campaign that runs: how far it is, what opens next, and for a moment what has just been opened.
import { duration } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { sharingWords } from '../messages/sharing.ts'
import type { Watching } from '../watch/watching.ts'
import type { Progress } from './progress.ts'
import './sharing.css'

export function Ticks({ progress }: { progress: Progress }) {
  return (
    <span class="camp-bar" aria-hidden="true">
      <i style={{ width: `${Math.round(progress.filled * 1000) / 10}%` }} />
      {progress.ticks.map(({ at, open }) => (
        <span key={at} class={`tick ${open ? 'open' : ''}`} style={{ left: `${at * 100}%` }} />
      ))}
    </span>
  )
}

/** `in`: where it stands; there it is drawn only when a campaign runs. */
export function CampaignBar({ w }: { w: Watching }) {
  const t = sharingWords()
  const { campaigns } = w.room
  const campaign = campaigns.now.value
  const progress = campaigns.progress()
  const told = campaigns.told.value
  if (!campaign || !progress) return told ? <Told text={told} /> : null
  void w.clock.value
  const left = Date.parse(campaign.ends_at) - Date.now()
  const { next, missing } = progress
  return (
    <div class="camp-place" data-test="campaign" data-count={campaign.count} data-open={progress.ticks.filter(({ open }) => open).length}>
      <button
        type="button"
        class={`camp ${told ? 'told' : ''}`}
        onClick={() => {
          void campaigns.loadMine()
          w.panel.value = 'campaign'
        }}
        data-test="campaign-bar"
      >
        <span class="row">
          {told ? (
            <span class="nm" data-test="tier-told">
              {t.opened(told)}
            </span>
          ) : (
            <span class="nm">
              {t.campaign}
              <b>{next?.text ?? campaign.title}</b>
            </span>
          )}
          {!told && <span class="miss n">{next ? t.toGo(missing) : <Icon name="check" size="s" />}</span>}
        </span>
        <Ticks progress={progress} />
        <span class="left-time n">
          {t.ofCount(campaign.count, next?.threshold ?? campaign.tiers.at(-1)?.threshold ?? 0)}
          {left > 0 && ` · ${t.timeLeft(duration(left, language.value))}`}
        </span>
        <span class="go">{next ? t.join : t.see}</span>
      </button>
      <p class="vh" role="status">
        {told ? t.opened(told) : ''}
      </p>
    </div>
  )
}

/** A tier of a campaign that no longer runs: in an archive, its moment is still one. */
function Told({ text }: { text: string }) {
  return (
    <div class="camp-place" role="status" data-test="tier-told">
      <p class="camp told">
        <span class="row">
          <span class="nm">{sharingWords().opened(text)}</span>
        </span>
      </p>
    </div>
  )
}
