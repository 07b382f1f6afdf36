// The form of a campaign: what counts, for whom, when, its tiers and its terms.
import { useState } from 'preact/hooks'
import { Problem, type Show } from '../../shared/api.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { campaignWords } from '../messages/campaigns.ts'
import { common } from '../messages/common.ts'
import { explain, fieldText } from '../parts/explain.ts'
import { zoneName } from '../shows/local_time.ts'
import { campaignFields, kMostTiers, newCampaign, newTier, typedCampaign, withScope, type TypedCampaign, type TypedTier } from './campaign_form.ts'
import { sharingApi, type StaffCampaign } from './sharing_api.ts'
import { TierFields } from './tier_fields.tsx'

interface Props {
  /** Null for a new one. */
  campaign: StaffCampaign | null
  /** That a new one is for at first; empty for every show. */
  show: string
  shows: readonly Show[]
  onClose: () => void
  onDone: () => void
}

export function CampaignDialog({ campaign, show, shows, onClose, onDone }: Props) {
  const words = campaignWords()
  const [typed, setTyped] = useState<TypedCampaign>(() => (campaign ? typedCampaign(campaign) : newCampaign(Date.now(), show, words.termsUsual)))
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [busy, setBusy] = useState(false)
  const begun = campaign !== null && campaign.state !== 'planned'
  const set = (more: Partial<TypedCampaign>): void => {
    setTyped((old) => ({ ...old, ...more }))
    setErrors({})
  }
  const setTier = (place: number, more: Partial<TypedTier>): void => set({ tiers: typed.tiers.map((tier, at) => (at === place ? { ...tier, ...more } : tier)) })
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const read = campaignFields(typed, campaign)
    if ('wrong' in read) {
      setErrors(Object.fromEntries(Object.entries(read.wrong).map(([field, why]) => [field, words.wrong[why]])))
      const form = event.currentTarget as HTMLFormElement
      requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid=true]')?.focus())
      return
    }
    setBusy(true)
    try {
      await (campaign ? sharingApi.saveCampaign(campaign.id, campaign.version, read.fields) : sharingApi.addCampaign(read.fields))
      toast(common().saved)
      onDone()
    } catch (cause) {
      const field = Problem.from(cause).field?.replace(/^\//, '') ?? ''
      if (field) setErrors({ [field]: fieldText(cause) })
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  const text = (field: 'title' | 'starts' | 'ends' | 'budget', label: string, name: string, hint?: string, more: object = {}) => (
    <Field label={label} value={typed[field]} error={errors[name]} hint={hint} onInput={(event) => set({ [field]: event.currentTarget.value })} test={`campaign-${field}`} {...more} />
  )
  // One that is chosen stays a choice, though the list does not hold it.
  const listed = typed.show === '' || shows.some(({ id }) => id === typed.show)
  return (
    <Dialog open onClose={onClose} title={campaign ? words.editTitle : words.newTitle} busy={busy} class="campaign-dialog" test="campaign-dialog">
      <form class="stack" noValidate onSubmit={(event) => void save(event)}>
        {begun && <p class="note info"><Icon name="info" size="s" /><span>{words.begun}</span></p>}
        {text('title', words.name, 'title', words.nameHint, { maxLength: 80, 'data-focus': true })}
        <Choice label={words.scopeLabel} names={words.scope} hints={words.scopeHint} chosen={typed.scope} disabled={begun} onChoose={(scope) => { setTyped((old) => withScope(old, scope)); setErrors({}) }} test="scope" />
        {typed.scope === 'all' && <Choice label={words.countsLabel} names={words.counts} hints={words.countsHint} chosen={typed.counts} disabled={begun} onChoose={(counts) => set({ counts })} test="counts" />}
        <div class={`field ${errors['show'] ? 'wrong' : ''}`}>
          <label for="campaign-show">{words.show}</label>
          <select id="campaign-show" value={typed.show} disabled={begun} aria-invalid={errors['show'] ? true : undefined} onChange={(event) => set({ show: event.currentTarget.value, tiers: typed.tiers.map((tier) => ({ ...tier, offer: '' })) })} data-test="campaign-show">
            <option value="">{words.everyShow}</option>
            {!listed && <option value={typed.show}>{typed.show}</option>}
            {shows.map(({ id, title }) => <option key={id} value={id}>{title}</option>)}
          </select>
          {errors['show'] && <p class="field-error" role="alert"><Icon name="alert" size="s" /><span>{errors['show']}</span></p>}
        </div>
        <div class="pair">
          {text('starts', words.starts, 'starts_at', undefined, { type: 'datetime-local', disabled: begun })}
          {text('ends', words.ends, 'ends_at', undefined, { type: 'datetime-local' })}
        </div>
        <p class="field-hint zone">{words.zone(zoneName())}</p>
        {typed.scope === 'person' && text('budget', words.budget, 'budget', words.budgetHint, { inputMode: 'numeric' })}
        <fieldset class="campaign-tier-list">
          <legend>{words.tiers}</legend>
          <p class="hint">{words.tiersHint}</p>
          {typed.tiers.map((tier, place) => (
            <TierFields key={place} tier={tier} place={place} scope={typed.scope} show={typed.show} errors={errors} onChange={(more) => setTier(place, more)}
              onRemove={typed.tiers.length > 1 && !tier.opened ? () => set({ tiers: typed.tiers.filter((_, at) => at !== place) }) : null} />
          ))}
          {errors['tiers'] && <p class="field-error" role="alert"><Icon name="alert" size="s" /><span>{errors['tiers']}</span></p>}
          {typed.tiers.length < kMostTiers && <button type="button" class="btn small" onClick={() => set({ tiers: [...typed.tiers, newTier(typed.scope, typed.tiers)] })} data-test="add-tier"><Icon name="plus" size="s" />{words.addTier}</button>}
        </fieldset>
        <Field label={words.terms} rows={6} value={typed.terms} error={errors['terms']} hint={words.termsHint} maxLength={2000} onInput={(event) => set({ terms: (event.currentTarget as HTMLInputElement).value })} test="campaign-terms" />
        <div class="form-foot">
          <button type="button" class="btn" onClick={onClose}>{common().cancel}</button>
          <button type="submit" class="btn do" disabled={busy} data-test="save-campaign">{busy ? common().saving : common().save}</button>
        </div>
      </form>
    </Dialog>
  )
}

interface ChoiceProps<T extends string> { label: string; names: Record<T, string>; hints: Record<T, string>; chosen: T; disabled: boolean; onChoose: (one: T) => void; test: string }

function Choice<T extends string>({ label, names, hints, chosen, disabled, onChoose, test }: ChoiceProps<T>) {
  return (
    <fieldset class="campaign-choice" disabled={disabled}>
      <legend>{label}</legend>
      <div role="radiogroup" aria-label={label}>
        {(Object.keys(names) as T[]).map((one) => (
          <label key={one} class={chosen === one ? 'on' : ''}>
            <input type="radio" name={test} checked={chosen === one} onChange={() => onChoose(one)} data-test={`${test}-${one}`} />
            <span><b>{names[one]}</b><small>{hints[one]}</small></span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
