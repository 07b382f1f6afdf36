// A plan as it is typed: numbers in the units people think in. Pure.
import type { Plan, PlanFields, TeamRole } from './plan_api.ts'

export type Unit = 'number' | 'seconds' | 'money' | 'permille'

/** The figures that may have a target, in the order in which they are offered, with the unit the API counts in. */
export const kFigures: Readonly<Record<string, Unit>> = {
  viewers: 'number', peak_viewers: 'number', views: 'number', watch_time: 'seconds', average_view: 'seconds', engagement: 'permille',
  orders: 'number', buyers: 'number', gmv: 'money', net_sales: 'money', aov: 'money', cvr: 'permille', product_ctr: 'permille',
  chatters: 'number', questions: 'number', saves: 'number', followers: 'number', returning: 'number', archive_viewers: 'number',
}

export interface PlanDraft {
  concept: Plan['concept']
  purpose: string
  /** Minutes. */
  length: string
  targets: { figure: string; value: string }[]
  team: { staff: string; role: TeamRole }[]
}

/** How many of the API's units are one of what is typed: minutes, percent, whole money. */
function scale(figure: string, digits: number): number {
  const unit = kFigures[figure]
  return unit === 'seconds' ? 60 : unit === 'permille' ? 10 : unit === 'money' ? 10 ** digits : 1
}

export const typedTarget = (figure: string, target: number, digits: number): string => String(target / scale(figure, digits))

export function targetTyped(figure: string, text: string, digits: number): number | null {
  const plain = text.normalize('NFKC').replaceAll(',', '').trim()
  if (!/^\d{1,12}(\.\d{1,2})?$/.test(plain)) return null
  const target = Math.round(Number(plain) * scale(figure, digits))
  return target >= 1 && target <= (kFigures[figure] === 'permille' ? 1000 : 1_000_000_000_000) ? target : null
}

export function draftOf(plan: Plan, digits: number): PlanDraft {
  return {
    concept: plan.concept,
    purpose: plan.purpose,
    length: plan.length_s === null ? '' : String(plan.length_s / 60),
    targets: plan.targets.map(({ figure, target }) => ({ figure, value: typedTarget(figure, target, digits) })),
    team: plan.team.map(({ staff, role }) => ({ staff, role })),
  }
}

/** What is wrong, by "length", "targets.0" or "team.0", as a name of its message. */
export function draftErrors(draft: PlanDraft, digits: number): Record<string, 'lengthWrong' | 'valueWrong' | 'percentWrong' | 'twice' | 'twicePerson'> {
  const errors: ReturnType<typeof draftErrors> = {}
  if (draft.length.trim() !== '' && lengthTyped(draft.length) === null) errors['length'] = 'lengthWrong'
  draft.targets.forEach(({ figure, value }, at) => {
    if (targetTyped(figure, value, digits) === null) errors[`targets.${at}`] = kFigures[figure] === 'permille' ? 'percentWrong' : 'valueWrong'
    else if (draft.targets.findIndex((other) => other.figure === figure) !== at) errors[`targets.${at}`] = 'twice'
  })
  draft.team.forEach(({ staff, role }, at) => {
    if (draft.team.findIndex((other) => other.staff === staff && other.role === role) !== at) errors[`team.${at}`] = 'twicePerson'
  })
  return errors
}

function lengthTyped(text: string): number | null {
  const plain = text.normalize('NFKC').trim()
  const minutes = /^\d{1,3}(\.\d{1,2})?$/.test(plain) ? Number(plain) : 0
  return minutes >= 1 && minutes <= 720 ? Math.round(minutes * 60) : null
}

/** Of a draft without errors. */
export function fieldsOf(draft: PlanDraft, digits: number): PlanFields {
  return {
    concept: draft.concept,
    purpose: draft.purpose,
    length_s: lengthTyped(draft.length),
    targets: draft.targets.map(({ figure, value }) => ({ figure, target: targetTyped(figure, value, digits) ?? 0 })),
    team: draft.team,
  }
}
