// One cue in a drawer: written new, or changed from the version that was opened.
import { useEffect, useRef, useState } from 'preact/hooks'
import { Problem, type Show } from '../../shared/api.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { clock } from '../../shared/format.ts'
import { randomId } from '../../shared/ids.ts'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { cueWords } from '../messages/cues.ts'
import { CueCases } from '../learning/cue_cases.tsx'
import { offersApi } from '../offers/offers_api.ts'
import { Drawer } from '../parts/drawer.tsx'
import { explain, fieldOf, fieldText } from '../parts/explain.ts'
import { useLoaded } from '../parts/load.tsx'
import { guardLeaving } from '../route.ts'
import type { StaffProfile } from '../studio_api.ts'
import { CueConflict } from './cue_conflict.tsx'
import { fieldsOf, lengthTyped } from './cue_model.ts'
import { kIntents, planApi, type Cue, type CueFields, type Intent } from './plan_api.ts'

export interface CueDraft extends Omit<CueFields, 'length_s'> {
  length: string
}
export const draftOf = (cue: CueFields | null): CueDraft => {
  const { length_s, ...rest } = cue ? fieldsOf(cue) : { title: '', intent: 'none' as Intent, length_s: 180, points: '', product: '', offer: '', poll: '' }
  return { ...rest, length: clock(length_s * 1000) }
}

interface Props {
  show: Show
  people: readonly StaffProfile[]
  /** Null for a new one. */
  cue: Cue | null
  onDone: () => void
  onClose: () => void
}

export function CueForm({ show, people, cue, onDone, onClose }: Props) {
  const words = cueWords()
  const [base, setBase] = useState(() => draftOf(cue))
  const [draft, setDraft] = useState(base)
  const [version, setVersion] = useState(cue?.version ?? 0)
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [busy, setBusy] = useState(false)
  /** What somebody else wrote meanwhile; 'gone' when they deleted it. */
  const [theirs, setTheirs] = useState<Cue | 'gone' | null>(null)
  const [removing, setRemoving] = useState(false)
  const key = useRef(randomId())
  // The offers that are prepared are proposed; where they cannot be read, one types.
  const offers = useLoaded(`offers of ${show.id}`, () => offersApi.list(show.id))
  const dirty = JSON.stringify(draft) !== JSON.stringify(base)
  useEffect(() => {
    if (!dirty) return
    guardLeaving(() => confirm(common().leave))
    return () => guardLeaving(null)
  }, [dirty])
  const set = (more: Partial<CueDraft>): void => {
    setDraft((old) => ({ ...old, ...more }))
    setErrors({})
    key.current = randomId()
  }
  const close = (): void => {
    if (!dirty || confirm(common().leave)) onClose()
  }
  const done = (said: string): void => {
    guardLeaving(null)
    toast(said)
    onDone()
    onClose()
  }
  const attempt = async (act: () => Promise<void>): Promise<void> => {
    setBusy(true)
    try {
      await act()
    } catch (cause) {
      const problem = Problem.from(cause)
      const field = fieldOf(cause)
      if (problem.type === 'changed-meanwhile') setTheirs((problem.members['present'] as Cue | null) ?? 'gone')
      else if (field && ['title', 'length_s', 'points', 'product', 'offer', 'poll'].includes(field)) setErrors({ [field]: fieldText(cause) })
      else setErrors({ form: explain(cause) })
    } finally {
      setBusy(false)
    }
  }
  const save = (over: number | null): void => {
    const length_s = lengthTyped(draft.length)
    const wrong = { ...(draft.title.trim() ? {} : { title: words.fieldTitleEmpty }), ...(length_s === null ? { length_s: words.fieldLengthWrong } : {}) }
    setErrors(wrong)
    if (length_s === null || Object.keys(wrong).length > 0) return
    const { length: _, ...rest } = draft
    setTheirs(null)
    void attempt(async () => {
      if (cue && over !== null) await planApi.saveCue(show.id, cue.id, { ...rest, length_s }, over)
      else await planApi.addCue(show.id, { ...rest, length_s }, null, key.current)
      done(cue && over !== null ? words.saved : words.added)
    })
  }
  const takeTheirs = (): void => {
    if (theirs === 'gone') {
      guardLeaving(null)
      onDone()
      onClose()
    } else if (theirs) {
      setBase(draftOf(theirs))
      setDraft(draftOf(theirs))
      setVersion(theirs.version)
      setTheirs(null)
      onDone()
    }
  }
  const remove = (): void =>
    void attempt(async () => {
      setRemoving(false)
      await planApi.removeCue(show.id, cue!.id, version)
      done(words.removed)
    })
  const strangers = draft.product && !show.shelf.some(({ id }) => id === draft.product)
  return (
    <Drawer title={cue ? words.editTitle : words.newTitle} onClose={close} test="cue-form">
      <form class="stack" onSubmit={(event) => { event.preventDefault(); save(cue ? version : null) }} noValidate>
        <Field label={words.fieldTitle} value={draft.title} maxLength={120} hint={words.fieldTitleHint} onInput={(event) => set({ title: event.currentTarget.value })} error={errors['title']} data-focus test="cue-title" />
        <div class="pair">
          <Field label={words.fieldLength} value={draft.length} hint={words.fieldLengthHint} onInput={(event) => set({ length: event.currentTarget.value })} error={errors['length_s']} test="cue-length" />
          <div class="field">
            <label for="cue-intent">{words.fieldIntent}</label>
            <select id="cue-intent" value={draft.intent} onChange={(event) => set({ intent: event.currentTarget.value as Intent })} data-test="cue-intent">
              {kIntents.map((intent) => <option key={intent} value={intent}>{words.intents[intent]}</option>)}
            </select>
          </div>
        </div>
        <Field label={words.fieldPoints} rows={6} value={draft.points} maxLength={2000} optional={common().optional} hint={words.fieldPointsHint}
          onInput={(event) => set({ points: (event.currentTarget as unknown as HTMLTextAreaElement).value })} error={errors['points']} test="cue-points" />
        <div class={`field ${errors['product'] ? 'wrong' : ''}`}>
          <label for="cue-product">{words.fieldProduct}</label>
          <select id="cue-product" value={draft.product} onChange={(event) => set({ product: event.currentTarget.value })} data-test="cue-product">
            <option value="">{words.noProduct}</option>
            {strangers && <option value={draft.product}>{draft.product} ({words.offShelf})</option>}
            {show.shelf.map((product) => <option key={product.id} value={product.id}>{product.title}</option>)}
          </select>
          {errors['product'] ? <p class="field-error" role="alert">{errors['product']}</p> : show.shelf.length === 0 && <p class="field-hint">{words.productsFirst}</p>}
        </div>
        <div class="pair">
          <Field label={words.fieldOffer} value={draft.offer} maxLength={120} optional={common().optional} hint={words.fieldOfferHint} list="cue-offers" autocomplete="off" onInput={(event) => set({ offer: event.currentTarget.value })} error={errors['offer']} test="cue-offer" />
          <datalist id="cue-offers">{offers.data?.items.map(({ id, title }) => <option key={id} value={title} />)}</datalist>
          <Field label={words.fieldPoll} value={draft.poll} maxLength={120} optional={common().optional} hint={words.fieldPollHint} onInput={(event) => set({ poll: event.currentTarget.value })} error={errors['poll']} test="cue-poll" />
        </div>
        {errors['form'] && <p class="field-error" role="alert" data-test="form-error">{errors['form']}</p>}
        <div class="form-foot">
          {cue && <button type="button" class="btn danger cue-remove" disabled={busy} onClick={() => setRemoving(true)} data-test="remove-cue">{words.remove}</button>}
          <button type="submit" class="btn do" disabled={busy} data-test="save-cue">{busy ? common().saving : cue ? common().save : words.add}</button>
        </div>
      </form>
      {cue && <CueCases show={show.id} cue={cue.id} />}
      {theirs && (
        <CueConflict ours={draft} theirs={theirs === 'gone' ? null : theirs} by={theirs === 'gone' ? '' : (people.find(({ handle }) => handle === theirs.changed_by)?.name ?? theirs.changed_by)} shelf={show.shelf} busy={busy} onTakeTheirs={takeTheirs}
          onKeepOurs={() => save(theirs === 'gone' ? null : theirs.version)} onClose={() => setTheirs(null)} />
      )}
      <Dialog open={removing} onClose={() => setRemoving(false)} title={words.removeTitle} test="remove-cue-dialog">
        <p>{words.removeText(cue?.title ?? '')}</p>
        <div class="form-foot">
          <button type="button" class="btn" data-focus onClick={() => setRemoving(false)}>{common().cancel}</button>
          <button type="button" class="btn do" onClick={remove} data-test="confirm">{words.removeDo}</button>
        </div>
      </Dialog>
    </Drawer>
  )
}
