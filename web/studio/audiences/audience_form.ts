// An audience as it is typed, and as the server takes it. Pure.
import type { FanLevel } from '../fans/fans_api.ts'
import type { Audience, AudienceFields, AudienceFilter } from './audiences_api.ts'

/** Conditions that are chosen from a list. */
export const kConditions = ['saved', 'ordered', 'not_ordered', 'watched', 'follows', 'level', 'campaign'] as const
export type Condition = (typeof kConditions)[number]
const kMostDays = 400

export interface TypedAudience extends Record<Condition, string> { title: string; days: string }
export type Wrong = Partial<Record<Condition | 'title' | 'days', 'empty' | 'nothing' | 'number' | 'timeless'>>

export function typedAudience(audience: Audience | null): TypedAudience {
  const filter = audience?.filter
  const typed = Object.fromEntries(kConditions.map((name) => [name, filter?.[name] ?? ''])) as Record<Condition, string>
  return { ...typed, title: audience?.title ?? '', days: filter?.days == null ? '' : String(filter.days) }
}

/** Of a product that was saved, ordered or a show that was watched. */
export const hasTime = (typed: TypedAudience): boolean => Boolean(typed.saved || typed.ordered || typed.watched)

export function audienceFilter(typed: TypedAudience): { filter: AudienceFilter } | { wrong: Wrong } {
  const wrong: Wrong = {}
  // Everybody but some is no description.
  if (kConditions.every((name) => name === 'not_ordered' || !typed[name])) wrong.saved = 'nothing'
  const plain = typed.days.normalize('NFKC').trim()
  const days = plain === '' ? null : /^\d+$/.test(plain) ? Number(plain) : Number.NaN
  if (days !== null && !(days >= 1 && days <= kMostDays)) wrong.days = 'number'
  else if (days !== null && !hasTime(typed)) wrong.days = 'timeless'
  if (Object.keys(wrong).length > 0) return { wrong }
  const chosen = Object.fromEntries(kConditions.map((name) => [name, typed[name] || null])) as Record<Condition, string | null>
  return { filter: { ...chosen, level: chosen.level as FanLevel | null, days } }
}

export function audienceFields(typed: TypedAudience): { fields: AudienceFields } | { wrong: Wrong } {
  const read = audienceFilter(typed)
  const title = typed.title.trim()
  if (title === '' || 'wrong' in read) return { wrong: { ...(title === '' ? { title: 'empty' as const } : {}), ...('wrong' in read ? read.wrong : {}) } }
  return { fields: { title, filter: read.filter } }
}
