// Describing an audience: conditions that all hold, and how many that fits while one chooses.
import { useEffect, useRef, useState } from 'preact/hooks'
import { Problem } from '../../shared/api.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { toast } from '../../shared/toast.tsx'
import { audienceWords } from '../messages/audiences.ts'
import { common } from '../messages/common.ts'
import { explain, fieldText } from '../parts/explain.ts'
import { Select } from '../playbook/select.tsx'
import { audienceFields, audienceFilter, hasTime, kConditions, typedAudience, type Condition, type TypedAudience } from './audience_form.ts'
import { audiencesApi, kAny, type Audience, type Counts } from './audiences_api.ts'
import type { Choices } from './choices.ts'
import { CountsList } from './counts.tsx'

/** After the last change: the server counts aside, and not for every key. */
const kCountAfterMs = 700

interface Props {
  /** Null for a new one. */
  audience: Audience | null
  choices: Choices
  onClose: () => void
  onDone: () => void
}

export function AudienceDialog({ audience, choices, onClose, onDone }: Props) {
  const words = audienceWords()
  const [typed, setTyped] = useState<TypedAudience>(() => typedAudience(audience))
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [busy, setBusy] = useState(false)
  const set = (more: Partial<TypedAudience>): void => {
    setTyped((old) => ({ ...old, ...more }))
    setErrors({})
  }
  const counted = useCounts(typed)
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const read = audienceFields(typed)
    if ('wrong' in read) {
      setErrors(Object.fromEntries(Object.entries(read.wrong).map(([field, why]) => [field, words.wrong[why!]])))
      const form = event.currentTarget as HTMLFormElement
      requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid=true]')?.focus())
      return
    }
    setBusy(true)
    try {
      await (audience ? audiencesApi.save(audience, read.fields) : audiencesApi.add(read.fields))
      toast(common().saved)
      onDone()
    } catch (cause) {
      const field = (Problem.from(cause).field ?? '').split('/').filter(Boolean).at(-1)
      if (field) setErrors({ [field]: fieldText(cause) })
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  const options = (name: Condition): [string, string][] => {
    const listed = choices[name]
    const chosen = typed[name]
    const kept: [string, string][] = chosen && chosen !== kAny && !listed.some(([id]) => id === chosen) ? [[chosen, chosen]] : []
    const any: [string, string][] = name === 'ordered' || name === 'not_ordered' ? [[kAny, words.any[name]]] : []
    const shown = name === 'level' ? listed.map(([id, title]): [string, string] => [id, words.levelUp(title)]) : listed
    return [['', words.open], ...any, ...kept, ...shown]
  }
  return (
    <Dialog open onClose={onClose} title={audience ? words.editTitle : words.newTitle} busy={busy} class="audience-dialog" test="audience-dialog">
      <form class="stack" noValidate onSubmit={(event) => void save(event)}>
        <Field label={words.name} value={typed.title} error={errors['title']} hint={words.nameHint} maxLength={80} data-focus onInput={(event) => set({ title: event.currentTarget.value })} test="audience-title" />
        <fieldset class="audience-conditions">
          <legend>{words.conditions}</legend>
          <p class="hint">{words.conditionsHint}</p>
          {kConditions.map((name) => <Select key={name} label={words.condition[name]} value={typed[name]} options={options(name)} error={errors[name] ?? null} onChange={(value) => set({ [name]: value })} test={`audience-${name}`} />)}
          {hasTime(typed) && <Field label={words.days} value={typed.days} error={errors['days']} hint={words.daysHint} inputMode="numeric" maxLength={4} onInput={(event) => set({ days: event.currentTarget.value })} test="audience-days" />}
        </fieldset>
        {counted.asked && <CountsList counts={counted.counts} />}
        <div class="form-foot">
          <button type="button" class="btn" onClick={onClose}>{common().cancel}</button>
          <button type="submit" class="btn do" disabled={busy} data-test="save-audience">{busy ? common().saving : common().save}</button>
        </div>
      </form>
    </Dialog>
  )
}

/** The newest count alone; none while what is typed describes nobody. */
function useCounts(typed: TypedAudience): { asked: boolean; counts: Counts | null } {
  const [counts, setCounts] = useState<Counts | null>(null)
  const newest = useRef(0)
  const read = audienceFilter(hasTime(typed) ? typed : { ...typed, days: '' })
  const key = 'filter' in read ? JSON.stringify(read.filter) : ''
  useEffect(() => {
    const mine = ++newest.current
    setCounts(null)
    if (!('filter' in read)) return
    const timer = setTimeout(() => {
      audiencesApi.count(read.filter).then((found) => mine === newest.current && setCounts(found), (cause: unknown) => mine === newest.current && toast(explain(cause), { tone: 'bad' }))
    }, kCountAfterMs)
    return () => clearTimeout(timer)
  }, [key])
  return { asked: key !== '', counts }
}
