// Days as a form has them ('2026-11-30') and the moments that the server keeps: until a day means until its end, in the
// zone of the browser. Pure but for that zone.

const two = (number: number): string => String(number).padStart(2, '0')
const kDayMs = 86_400_000

/** The day of a moment, for a date field; empty for none. */
export function dayOf(instant: string | null): string {
  if (!instant) return ''
  const at = new Date(instant)
  return Number.isNaN(at.getTime()) ? '' : `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}

/** The last moment of a day; null when the field is empty or no day. */
export function endOfDay(day: string): string | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)
  if (!parts) return null
  const at = new Date(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]), 23, 59, 59)
  return at.getDate() === Number(parts[3]) ? at.toISOString() : null
}

/** Whole days from one moment to a later one, begun ones counted. */
export function daysBetween(from: number, to: number): number {
  return Math.max(0, Math.ceil((to - from) / kDayMs))
}

/** Whole weeks since, for "since 7 weeks"; the first week is 1. */
export function weeksSince(instant: string, now: number): number {
  return Math.floor(Math.max(0, now - Date.parse(instant)) / (7 * kDayMs)) + 1
}
