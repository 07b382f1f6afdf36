// One tier in the form of a campaign.
import { Field } from '../../shared/field.tsx'
import { Icon } from '../../shared/icons.tsx'
import { campaignWords } from '../messages/campaigns.ts'
import { offersApi } from '../offers/offers_api.ts'
import { useLoaded } from '../parts/load.tsx'
import type { TypedTier } from './campaign_form.ts'
import { kBenefits, type Benefit, type Scope } from './sharing_api.ts'

interface Props {
  tier: TypedTier
  place: number
  scope: Scope
  show: string
  errors: Record<string, string>
  onChange: (more: Partial<TypedTier>) => void
  /** Null where it must stay. */
  onRemove: (() => void) | null
}

export function TierFields({ tier, place, scope, show, errors, onChange, onRemove }: Props) {
  const words = campaignWords()
  const wrong = (name: string): string | undefined => errors[`tiers/${place}/${name}`]
  return (
    <fieldset class="campaign-tier" disabled={tier.opened} data-test="tier">
      <legend class="vh">{words.tier(place + 1)}</legend>
      <p class="tier-head">
        <b>{words.tier(place + 1)}</b>
        {tier.opened && <span class="tag ok"><Icon name="check" size="xs" />{words.isOpen}</span>}
        {onRemove && <button type="button" class="icon-btn" onClick={onRemove} aria-label={words.removeTier(place + 1)} title={words.removeTier(place + 1)} data-test="remove-tier"><Icon name="trash" size="s" /></button>}
      </p>
      <div class="tier-pair">
        <Field label={words.threshold} value={tier.threshold} error={wrong('threshold')} inputMode="numeric" maxLength={9} onInput={(event) => onChange({ threshold: event.currentTarget.value })} test="tier-threshold" />
        <div class="field">
          <label for={`benefit-${place}`}>{words.benefit}</label>
          <select id={`benefit-${place}`} value={tier.benefit} onChange={(event) => onChange({ benefit: event.currentTarget.value as Benefit, offer: '' })} data-test="tier-benefit">
            {kBenefits[scope].map((benefit) => <option key={benefit} value={benefit}>{words.benefits[benefit]}</option>)}
          </select>
        </div>
      </div>
      {tier.benefit !== 'gift' && show !== '' && <OfferChoice tier={tier} place={place} show={show} error={wrong('offer')} onChange={(offer) => onChange({ offer })} />}
      <Field label={words.tierText} value={tier.text} error={wrong('text')} hint={words.tierTextHint[tier.benefit]} maxLength={120} onInput={(event) => onChange({ text: event.currentTarget.value })} test="tier-text" />
    </fieldset>
  )
}

/** A coupon is an offer with a code that nobody else reads. */
function OfferChoice({ tier, place, show, error, onChange }: { tier: TypedTier; place: number; show: string; error: string | undefined; onChange: (offer: string) => void }) {
  const words = campaignWords()
  const loaded = useLoaded(`offers ${show}`, () => offersApi.list(show))
  const offers = (loaded.data?.items ?? []).filter(({ coupon, code_shown: shown }) => tier.benefit !== 'coupon' || (coupon && !shown))
  if (loaded.data && offers.length === 0) {
    return <p class="note warn"><Icon name="info" size="s" /><span>{words.noOffers[tier.benefit]} <a href={`/studio/shows/${encodeURIComponent(show)}`}>{words.toOffers}</a></span></p>
  }
  return (
    <div class={`field ${error ? 'wrong' : ''}`}>
      <label for={`offer-${place}`}>{tier.benefit === 'coupon' ? words.couponOffer : words.offer}</label>
      <select id={`offer-${place}`} value={tier.offer} aria-invalid={error ? true : undefined} onChange={(event) => onChange(event.currentTarget.value)} data-test="tier-offer">
        <option value="">{words.choose}</option>
        {offers.map(({ id, title, code }) => <option key={id} value={id}>{code ? `${title} (${code})` : title}</option>)}
      </select>
      {error && <p class="field-error" role="alert"><Icon name="alert" size="s" /><span>{error}</span></p>}
    </div>
  )
}
