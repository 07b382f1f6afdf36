// The plan and the cue sheet of a show, which share its planned length.
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Show } from '../../shared/api.ts'
import { count, duration, money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { common } from '../messages/common.ts'
import { planWords } from '../messages/plan.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { shop } from '../shop.ts'
import type { StaffProfile } from '../studio_api.ts'
import { Cues, mayPlan } from './cues.tsx'
import { planApi, type Plan } from './plan_api.ts'
import { PlanForm } from './plan_form.tsx'

export function Planning({ show, people }: { show: Show; people: StaffProfile[] | null }) {
  const words = planWords()
  const loaded = useLoaded(`plan ${show.id}`, () => planApi.plan(show.id))
  const [editing, setEditing] = useState(false)
  const first = useRef(true)
  useEffect(() => {
    if (!first.current && !editing) loaded.reload()
    first.current = false
  }, [show.seq])
  const plan = loaded.data
  return (
    <>
      <section class="panel" aria-labelledby="plan" data-test="plan">
        <div class="panel-head">
          <h2 id="plan">{words.title}</h2>
          {plan && mayPlan() && <button type="button" class="btn small" onClick={() => setEditing(true)} data-test="edit-plan"><Icon name="edit" size="s" />{plan.version === 0 ? words.write : words.edit}</button>}
        </div>
        {!plan && (loaded.problem ? <Failed problem={loaded.problem} again={loaded.reload} /> : <Waiting />)}
        {plan && (isEmpty(plan) ? <p class="invite">{words.empty}</p> : <Facts plan={plan} people={people ?? []} />)}
        {plan && editing && <PlanForm show={show.id} plan={plan} people={people ?? []} onSaved={loaded.set} onClose={() => setEditing(false)} />}
      </section>
      <Cues show={show} people={people ?? []} plannedS={plan?.length_s ?? null} />
    </>
  )
}

const isEmpty = (plan: Plan): boolean => plan.concept === '' && plan.purpose === '' && plan.length_s === null && plan.targets.length === 0 && plan.team.length === 0

function Facts({ plan, people }: { plan: Plan; people: readonly StaffProfile[] }) {
  const words = planWords()
  const value = ({ target, unit }: Plan['targets'][number]): string =>
    unit === 'money' ? money({ amount: target, currency: shop.value?.currency ?? 'JPY' }, language.value) : unit === 'permille' ? `${target / 10}%` : unit === 'seconds' ? duration(target * 1000, language.value) : count(target)
  return (
    <dl class="plan-facts">
      {plan.concept && <><dt>{words.concept}</dt><dd>{words.concepts[plan.concept]}</dd></>}
      {plan.purpose && <><dt>{words.purpose}</dt><dd class="plan-text">{plan.purpose}</dd></>}
      {plan.length_s !== null && <><dt>{words.lengthShort}</dt><dd class="n">{words.minutes(Math.round(plan.length_s / 6) / 10)}</dd></>}
      {plan.targets.length > 0 && <><dt>{words.targets}</dt><dd><ul>{plan.targets.map((target) => <li key={target.figure}><span>{words.figures[target.figure] ?? target.figure}</span><b class="n">{value(target)}</b></li>)}</ul></dd></>}
      {plan.team.length > 0 && <><dt>{words.team}</dt><dd><ul>{plan.team.map(({ staff, role }) => <li key={`${staff} ${role}`}><span>{people.find(({ handle }) => handle === staff)?.name ?? staff}</span><span class="hint">{common().roles[role]}</span></li>)}</ul></dd></>}
    </dl>
  )
}
