// The fields of a to-do: a new one, or one that is changed. Only what was changed is sent, so that words left alone stay
// in both languages.
import { useState } from 'preact/hooks'
import { Problem, type Role } from '../../shared/api.ts'
import { Field } from '../../shared/field.tsx'
import { Icon } from '../../shared/icons.tsx'
import { common } from '../messages/common.ts'
import { playbookWords } from '../messages/playbook.ts'
import { explain, fieldOf, fieldText } from '../parts/explain.ts'
import { useLoaded } from '../parts/load.tsx'
import { kRoles } from '../settings/team.tsx'
import { studioApi } from '../studio_api.ts'
import { dayOf, endOfDay } from './days.ts'
import { kPhases, type Phase, type Playbook, type Todo, type TodoFields } from './playbook_api.ts'
import { Select } from './select.tsx'
import { titleOf, whyOf } from './todo_model.ts'

interface Props {
  /** Null for a new one. */
  todo: Todo | null
  phase?: Phase
  kinds: Playbook['evidence']
  /** Throws what went wrong. */
  onSave: (fields: Partial<TodoFields>) => Promise<void>
  onCancel: () => void
}

export function TodoForm({ todo, phase = 'introduction', kinds, onSave, onCancel }: Props) {
  const words = playbookWords()
  const people = useLoaded('staff', studioApi.staff)
  const before = {
    title: todo ? titleOf(todo) : '', why: todo ? whyOf(todo) : '', phase: todo?.phase ?? phase, role: (todo?.role ?? '') as Role | '',
    person: todo?.person?.handle ?? '', due: dayOf(todo?.due_at ?? null), evidence: todo?.evidence?.kind ?? '', goal: String(todo?.evidence?.goal ?? 1),
  }
  const [fields, setFields] = useState(before)
  const [wrong, setWrong] = useState<{ field: string; text: string } | null>(null)
  const [busy, setBusy] = useState(false)
  const change = (changed: Partial<typeof before>): void => {
    setFields({ ...fields, ...changed })
    setWrong(null)
  }
  const countable = fields.evidence !== ''
  const goal = Number(fields.goal.normalize('NFKC').replaceAll(',', ''))

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    if (fields.title.trim() === '') return setWrong({ field: 'title', text: words.fieldTitleEmpty })
    if (countable && !(Number.isInteger(goal) && goal >= 1)) return setWrong({ field: 'goal', text: words.fieldGoalWrong })
    const send: Partial<TodoFields> = {}
    const fresh = todo === null
    if (fresh || fields.title !== before.title) send.title = fields.title.trim()
    if (fresh || fields.why !== before.why) send.why = fields.why.trim()
    if (fresh || fields.phase !== before.phase) send.phase = fields.phase
    if (fresh || fields.role !== before.role) send.role = fields.role
    if (fresh || fields.person !== before.person) send.person = fields.person
    if (fresh || fields.due !== before.due) send.due_at = endOfDay(fields.due)
    if (fresh || fields.evidence !== before.evidence) send.evidence = fields.evidence
    if (countable && (fresh || fields.goal !== before.goal || fields.evidence !== before.evidence)) send.goal = goal
    setBusy(true)
    try {
      await onSave(send)
    } catch (cause) {
      const field = fieldOf(cause)
      setWrong(field && field in before ? { field, text: fieldText(cause) } : { field: '', text: cause instanceof Problem ? explain(cause) : String((cause as Error).message) })
      setBusy(false)
    }
  }
  const errorOf = (field: string): string | null => (wrong?.field === field ? wrong.text : null)
  return (
    <form class="stack" onSubmit={(event) => void submit(event)} noValidate data-test="todo-form">
      <Field label={words.fieldTitle} value={fields.title} maxLength={80} data-focus error={errorOf('title')} test="field-title" onInput={(event) => change({ title: event.currentTarget.value })} />
      <Field label={words.fieldWhy} rows={3} value={fields.why} maxLength={300} optional={common().optional} error={errorOf('why')} test="field-why" onInput={(event) => change({ why: event.currentTarget.value })} />
      <Select label={words.fieldPhase} value={fields.phase} onChange={(value) => change({ phase: value as Phase })} test="field-phase" options={kPhases.map((one) => [one, words.phases[one]])} />
      <div class="pair">
        <Select label={words.fieldRole} value={fields.role} onChange={(value) => change({ role: value as Role | '' })} test="field-role" options={[['', words.noRole], ...kRoles.map((role): [string, string] => [role, common().roles[role]])]} />
        <Select label={words.fieldPerson} value={fields.person} onChange={(person) => change({ person })} test="field-person" error={errorOf('person')}
          options={[['', words.noPerson], ...(people.data ?? []).map((one): [string, string] => [one.handle, one.name])]} />
      </div>
      <Field label={words.fieldDue} type="date" value={fields.due} optional={common().optional} error={errorOf('due_at')} test="field-due" onInput={(event) => change({ due: event.currentTarget.value })} />
      <div class={countable ? 'pair pb-closing' : ''}>
        <Select label={words.fieldEvidence} value={fields.evidence} test="field-evidence" error={errorOf('evidence')}
          onChange={(evidence) => change({ evidence, goal: String(kinds.find(({ kind }) => kind === evidence)?.usual_goal ?? 1) })}
          options={[['', words.evidenceByHand]]} group={{ label: words.evidenceCounted, options: kinds.map(({ kind }): [string, string] => [kind, words.kinds[kind] ?? kind]) }} />
        {countable && <Field label={words.fieldGoal} inputMode="numeric" value={fields.goal} error={errorOf('goal')} test="field-goal" onInput={(event) => change({ goal: event.currentTarget.value })} />}
      </div>
      {errorOf('') && <p class="field-error" role="alert"><Icon name="alert" size="s" /><span>{errorOf('')}</span></p>}
      <div class="form-foot">
        <button type="button" class="btn" onClick={onCancel}>{common().cancel}</button>
        <button type="submit" class="btn do" disabled={busy} data-test="save-todo">{todo ? common().save : words.add}</button>
      </div>
    </form>
  )
}
