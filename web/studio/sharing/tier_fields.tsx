// One tier in the form of a campaign.
import { Field } from '../../shared/field.tsx'
import { dateTime } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { campaignWords } from '../messages/campaigns.ts'
import { offersApi } from '../offers/offers_api.ts'
import { useLoaded } from '../parts/load.tsx'
import { all, studioApi } from '../studio_api.ts'
import type { TypedTier } from './campaign_form.ts'
import { kBenefits, type Benefit, type Scope } from './sharing_api.ts'

/** Products that the list offers. */
const kMostListed = 500

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
          <select id={`benefit-${place}`} value={tier.benefit} onChange={(event) => onChange({ benefit: event.currentTarget.value as Benefit, offer: '', product: '' })} data-test="tier-benefit">
            {kBenefits[scope].map((benefit) => <option key={benefit} value={benefit}>{words.benefits[benefit]}</option>)}
          </select>
        </div>
      </div>
      {tier.benefit === 'early-access' && <ProductChoice tier={tier} place={place} error={wrong('product')} onChange={(product) => onChange({ product })} />}
      {(tier.benefit === 'offer' || tier.benefit === 'coupon') && show !== '' && <OfferChoice tier={tier} place={place} show={show} error={wrong('offer')} onChange={(offer) => onChange({ offer })} />}
      <Field label={words.tierText} value={tier.text} error={wrong('text')} hint={words.tierTextHint[tier.benefit]} maxLength={120} onInput={(event) => onChange({ text: event.currentTarget.value })} test="tier-text" />
    </fieldset>
  )
}

/** A coupon is an offer with a code that nobody else reads. */
function OfferChoice({ tier, place, show, error, onChange }: { tier: TypedTier; place: number; show: string; error: string | undefined; onChange: (offer: string) => void }) {
  const words = campaignWords()
  const loaded = useLoaded(`offers ${show}`, () => offersApi.list(show))
  const none = tier.benefit === 'coupon' ? words.noOffers.coupon : words.noOffers.offer
  const offers = (loaded.data?.items ?? []).filter(({ coupon, code_shown: shown }) => tier.benefit !== 'coupon' || (coupon && !shown))
  if (loaded.data && offers.length === 0) {
    return <p class="note warn"><Icon name="info" size="s" /><span>{none} <a href={`/studio/shows/${encodeURIComponent(show)}`}>{words.toOffers}</a></span></p>
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

/** Products that have not opened: of what is on sale nothing is early. */
function ProductChoice({ tier, place, error, onChange }: { tier: TypedTier; place: number; error: string | undefined; onChange: (product: string) => void }) {
  const words = campaignWords()
  const loaded = useLoaded('products to open early', () => all((cursor) => studioApi.products(cursor), kMostListed))
  const products = (loaded.data ?? []).filter(({ id, on_sale_from: from }) => id === tier.product || (from !== null && Date.parse(from) > Date.now()))
  if (loaded.data && products.length === 0) {
    return <p class="note warn" data-test="no-products"><Icon name="info" size="s" /><span>{words.noProducts} <a href="/studio/products">{words.toProducts}</a></span></p>
  }
  return (
    <div class={`field ${error ? 'wrong' : ''}`}>
      <label for={`product-${place}`}>{words.product}</label>
      <select id={`product-${place}`} value={tier.product} aria-invalid={error ? true : undefined} onChange={(event) => onChange(event.currentTarget.value)} data-test="tier-product">
        <option value="">{words.choose}</option>
        {products.map(({ id, title, on_sale_from: from }) => <option key={id} value={id}>{from ? words.opens(title, dateTime(new Date(from), language.value)) : title}</option>)}
      </select>
      {error && <p class="field-error" role="alert"><Icon name="alert" size="s" /><span>{error}</span></p>}
    </div>
  )
}
