// All of a campaign in words: what counts, what it opens, what one brought and got, its terms, and sharing.
import { dateTime, duration } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { sharingWords } from '../messages/sharing.ts'
import type { Watching } from '../watch/watching.ts'
import { share } from '../watch/panels.tsx'
import { Ticks } from './campaign_bar.tsx'
import { Grants } from './grants.tsx'

export function CampaignSheet({ w }: { w: Watching }) {
  const t = sharingWords()
  const { campaigns } = w.room
  const campaign = campaigns.now.value
  const progress = campaigns.progress()
  if (!campaign || !progress) return <p class="hold-note">{t.none}</p>
  const { next, missing } = progress
  const person = campaign.scope === 'person'
  const left = Date.parse(campaign.ends_at) - Date.now()
  const grants = campaigns.mine.value?.grants.filter((grant) => grant.campaign === campaign.id) ?? []
  const brought = campaign.mine
  return (
    <div class="camp-sheet" data-test="campaign-details">
      <div class="camp-now">
        <p>
          <span>
            {person ? t.countMine : t.countAll} <b class="big n">{t.ofCount(campaign.count, next?.threshold ?? campaign.tiers.at(-1)?.threshold ?? 0)}</b>
          </span>
          <b class="n">{next ? t.toGo(missing) : t.allOpen}</b>
        </p>
        <Ticks progress={progress} />
        <p>
          <span class="n">{t.ends(dateTime(new Date(campaign.ends_at), language.value))}</span>
          {left > 0 && <span class="n">{t.timeLeft(duration(left, language.value))}</span>}
        </p>
      </div>
      <p class="camp-what">{t.what[campaign.scope][campaign.counts]}</p>
      <section>
        <h3>{t.tiers}</h3>
        <ul class="camp-tiers">
          {campaign.tiers.map((tier) => (
            <li key={tier.tier} class={tier.opened_at ? 'open' : ''} data-test="tier" data-open={tier.opened_at !== null}>
              <span class="at n">{t.at(tier.threshold)}</span>
              <span class="g">
                {tier.text}
                {tier.product && (
                  <small>
                    <a href={`/products/${encodeURIComponent(tier.product.id)}`}>{tier.product.title}</a>
                    {tier.product.on_sale_from && ` ${t.opensOn(dateTime(new Date(tier.product.on_sale_from), language.value))}`}
                  </small>
                )}
              </span>
              {tier.opened_at ? (
                <span class="tag ok">
                  <Icon name="check" size="xs" />
                  {person ? t.isMine : t.isOpen}
                </span>
              ) : (
                <span class="tag n">{t.notYet(Math.max(0, tier.threshold - campaign.count))}</span>
              )}
            </li>
          ))}
        </ul>
        {typeof campaign.left === 'number' && <p class="camp-what n">{t.left(campaign.left)}</p>}
      </section>
      <section>
        <h3>{t.yours}</h3>
        {brought && brought.arrivals > 0 ? (
          <dl class="camp-figures">
            <div>
              <dt>{t.arrivals}</dt>
              <dd class="n" data-test="my-arrivals">
                {brought.arrivals.toLocaleString('en')}
              </dd>
            </div>
            <div>
              <dt>{t.verified}</dt>
              <dd class="n" data-test="my-verified">
                {brought.verified.toLocaleString('en')}
              </dd>
            </div>
          </dl>
        ) : (
          <p class="camp-what">{t.noneYet}</p>
        )}
      </section>
      {grants.length > 0 && (
        <section>
          <h3>{t.yourGrants}</h3>
          <Grants grants={grants} />
        </section>
      )}
      <section>
        <h3>{t.terms}</h3>
        <p class="camp-terms">{campaign.terms}</p>
        <p class="camp-terms">{t.rule}</p>
      </section>
      <p class="foot-do">
        <button type="button" class="btn do" onClick={() => share(w)} data-focus data-test="campaign-share">
          <Icon name="share" size="s" />
          {t.shareNow}
        </button>
      </p>
    </div>
  )
}
