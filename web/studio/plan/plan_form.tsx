// The form of a show's plan, from the version that was opened.
import { useEffect, useState } from 'preact/hooks'
import { Problem } from '../../shared/api.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { cueWords } from '../messages/cues.ts'
import { planWords } from '../messages/plan.ts'
import { Drawer } from '../parts/drawer.tsx'
import { explain } from '../parts/explain.ts'
import { guardLeaving } from '../route.ts'
import { priceDigits, shop } from '../shop.ts'
import type { StaffProfile } from '../studio_api.ts'
import { kConcepts, kTeamRoles, planApi, type Plan, type TeamRole } from './plan_api.ts'
import { draftErrors, draftOf, fieldsOf, kFigures, type PlanDraft } from './plan_model.ts'

interface Props {
  show: string
  plan: Plan
  people: readonly StaffProfile[]
  onSaved: (plan: Plan) => void
  onClose: () => void
}

export function PlanForm({ show, plan, people, onSaved, onClose }: Props) {
  const words = planWords()
  const currency = shop.value?.currency ?? 'JPY'
  const digits = priceDigits(currency)
  const [base, setBase] = useState(() => draftOf(plan, digits))
  const [draft, setDraft] = useState(base)
  const [version, setVersion] = useState(plan.version)
  const [tried, setTried] = useState(false)
  const [refused, setRefused] = useState('')
  const [theirs, setTheirs] = useState<Plan | null>(null)
  const [busy, setBusy] = useState(false)
  const errors = draftErrors(draft, digits)
  const errorOf = (name: string): string | null => (tried && errors[name] ? words[errors[name]] : null)
  const dirty = JSON.stringify(draft) !== JSON.stringify(base)
  useEffect(() => {
    if (!dirty) return
    guardLeaving(() => confirm(common().leave))
    return () => guardLeaving(null)
  }, [dirty])
  const set = (more: Partial<PlanDraft>): void => {
    setDraft((old) => ({ ...old, ...more }))
    setRefused('')
  }
  const save = async (over: number): Promise<void> => {
    setTried(true)
    if (Object.keys(errors).length > 0) return
    setBusy(true)
    setTheirs(null)
    try {
      onSaved(await planApi.savePlan(show, fieldsOf(draft, digits), over))
      guardLeaving(null)
      toast(common().saved)
      onClose()
    } catch (cause) {
      const problem = Problem.from(cause)
      if (problem.type === 'changed-meanwhile') setTheirs(problem.members['present'] as Plan)
      else setRefused(explain(cause))
    } finally {
      setBusy(false)
    }
  }
  const takeTheirs = (): void => {
    onSaved(theirs!)
    setBase(draftOf(theirs!, digits))
    setDraft(draftOf(theirs!, digits))
    setVersion(theirs!.version)
    setTheirs(null)
  }
  const free = Object.keys(kFigures).find((figure) => !draft.targets.some((target) => target.figure === figure))
  const units = (figure: string): string => (kFigures[figure] === 'money' ? currency : (words.units[kFigures[figure] ?? 'number'] ?? ''))
  return (
    <Drawer title={words.title} onClose={() => { if (!dirty || confirm(common().leave)) onClose() }} test="plan-form">
      <form class="stack" onSubmit={(event) => { event.preventDefault(); void save(version) }} noValidate>
        <div class="pair">
          <div class="field">
            <label for="plan-concept">{words.concept}</label>
            <select id="plan-concept" value={draft.concept} onChange={(event) => set({ concept: event.currentTarget.value as Plan['concept'] })} data-test="concept" data-focus>
              <option value="">{words.noConcept}</option>
              {kConcepts.map((concept) => <option key={concept} value={concept}>{words.concepts[concept]}</option>)}
            </select>
          </div>
          <Field label={words.length} inputMode="decimal" value={draft.length} hint={words.lengthHint} onInput={(event) => set({ length: event.currentTarget.value })} error={errorOf('length')} test="plan-length" />
        </div>
        <Field label={words.purpose} rows={3} value={draft.purpose} maxLength={1000} optional={common().optional} hint={words.purposeHint}
          onInput={(event) => set({ purpose: (event.currentTarget as unknown as HTMLTextAreaElement).value })} test="purpose" />
        <fieldset class="plan-rows">
          <legend>{words.targets}</legend>
          {draft.targets.length === 0 && <p class="hint">{words.targetsEmpty}</p>}
          <ul class="target-rows">
            {draft.targets.map((target, at) => {
              const change = (more: Partial<typeof target>): void => set({ targets: draft.targets.map((one, place) => (place === at ? { ...one, ...more } : one)) })
              const wrong = errorOf(`targets.${at}`)
              return (
                <li key={at} data-test="target">
                  <select aria-label={words.figure} value={target.figure} onChange={(event) => change({ figure: event.currentTarget.value })} data-test="figure">
                    {Object.keys(kFigures).map((figure) => <option key={figure} value={figure}>{words.figures[figure]}</option>)}
                  </select>
                  <span class="with-unit"><input class={wrong ? 'wrong' : ''} aria-label={words.value} aria-invalid={wrong ? true : undefined} inputMode="decimal" value={target.value} onInput={(event) => change({ value: event.currentTarget.value })} data-test="target-value" /><span>{units(target.figure)}</span></span>
                  <button type="button" class="icon-btn" aria-label={words.removeRow(words.figures[target.figure] ?? target.figure)} onClick={() => set({ targets: draft.targets.filter((_, place) => place !== at) })} data-test="remove-target"><Icon name="close" size="s" /></button>
                  {wrong && <p class="field-error row-error" role="alert">{wrong}</p>}
                </li>
              )
            })}
          </ul>
          {free && <button type="button" class="btn small" onClick={() => set({ targets: [...draft.targets, { figure: free, value: '' }] })} data-test="add-target"><Icon name="plus" size="s" />{words.addTarget}</button>}
        </fieldset>
        <fieldset class="plan-rows">
          <legend>{words.team}</legend>
          {draft.team.length === 0 && <p class="hint">{words.teamEmpty}</p>}
          <ul class="team-rows">
            {draft.team.map((member, at) => {
              const change = (more: Partial<typeof member>): void => set({ team: draft.team.map((one, place) => (place === at ? { ...one, ...more } : one)) })
              const name = people.find(({ handle }) => handle === member.staff)?.name ?? member.staff
              const wrong = errorOf(`team.${at}`)
              return (
                <li key={at} data-test="member">
                  <select aria-label={words.person} value={member.staff} onChange={(event) => change({ staff: event.currentTarget.value })} data-test="person">
                    {!people.some(({ handle }) => handle === member.staff) && <option value={member.staff}>{member.staff}</option>}
                    {people.map((person) => <option key={person.handle} value={person.handle}>{person.name}</option>)}
                  </select>
                  <select aria-label={words.role} value={member.role} onChange={(event) => change({ role: event.currentTarget.value as TeamRole })} data-test="role">
                    {kTeamRoles.map((role) => <option key={role} value={role}>{common().roles[role]}</option>)}
                  </select>
                  <button type="button" class="icon-btn" aria-label={words.removeRow(name)} onClick={() => set({ team: draft.team.filter((_, place) => place !== at) })} data-test="remove-member"><Icon name="close" size="s" /></button>
                  {wrong && <p class="field-error row-error" role="alert">{wrong}</p>}
                </li>
              )
            })}
          </ul>
          {people[0] && <button type="button" class="btn small" onClick={() => set({ team: [...draft.team, { staff: people[0]!.handle, role: kTeamRoles.find((role) => !draft.team.some((one) => one.staff === people[0]!.handle && one.role === role)) ?? 'planner' }] })} data-test="add-member"><Icon name="plus" size="s" />{words.addMember}</button>}
        </fieldset>
        {refused && <p class="field-error" role="alert" data-test="form-error">{refused}</p>}
        <div class="form-foot"><button type="submit" class="btn do" disabled={busy} data-test="save-plan">{busy ? common().saving : common().save}</button></div>
      </form>
      {theirs && <PlanConflict ours={draft} theirs={draftOf(theirs, digits)} busy={busy} onTakeTheirs={takeTheirs} onKeepOurs={() => void save(theirs.version)} onClose={() => setTheirs(null)} />}
    </Drawer>
  )
}

/** Both versions where they differ, and which shall stand. */
function PlanConflict({ ours, theirs, busy, onTakeTheirs, onKeepOurs, onClose }: { ours: PlanDraft; theirs: PlanDraft; busy: boolean; onTakeTheirs: () => void; onKeepOurs: () => void; onClose: () => void }) {
  const words = planWords()
  const conflict = cueWords().conflict
  const shown: [string, (draft: PlanDraft) => string][] = [
    [words.concept, ({ concept }) => (concept ? words.concepts[concept] : '')],
    [words.length, ({ length }) => length],
    [words.purpose, ({ purpose }) => purpose],
    [words.targets, ({ targets }) => targets.map(({ figure, value }) => `${words.figures[figure] ?? figure} ${value}`).join('\n')],
    [words.team, ({ team }) => team.map(({ staff, role }) => `${staff} ${common().roles[role]}`).join('\n')],
  ]
  return (
    <Dialog open onClose={onClose} title={conflict.title} busy={busy} class="conflict" test="plan-conflict">
      <p>{words.conflictText}</p>
      <table class="conflict-table">
        <thead><tr><th scope="col"><span class="vh">{conflict.field}</span></th><th scope="col">{conflict.theirs}</th><th scope="col">{conflict.ours}</th></tr></thead>
        <tbody>
          {shown.filter(([, text]) => text(ours) !== text(theirs)).map(([name, text]) => (
            <tr key={name}><th scope="row">{name}</th><td class="plan-text">{text(theirs) || conflict.empty}</td><td class="plan-text">{text(ours) || conflict.empty}</td></tr>
          ))}
        </tbody>
      </table>
      <div class="form-foot">
        <button type="button" class="btn" onClick={onTakeTheirs} disabled={busy} data-test="take-theirs">{conflict.takeTheirs}</button>
        <button type="button" class="btn do" onClick={onKeepOurs} disabled={busy} data-test="keep-ours">{conflict.keepOurs}</button>
      </div>
    </Dialog>
  )
}
