// The arithmetic of a cue sheet: typed lengths, the order after a move, and how late the show is. Pure.
import type { Poll } from '../../shared/asking.ts'
import type { StaffOffer } from '../../shared/offers.ts'
import type { CueFields, CueSheet, CueStart } from './plan_api.ts'

/** From here on a show is said to be late. */
export const kLateMs = 30_000
export const kLongestCueS = 7200

export const fieldsOf = ({ title, intent, length_s, points, product, offer, poll }: CueFields): CueFields => ({ title, intent, length_s, points, product, offer, poll })

/** What opens with a cue at `now` of the show clock: the offer and the poll it names, by title or id, where they can be opened now. */
export function opensWith(cue: CueFields, offers: readonly StaffOffer[], polls: readonly Poll[], now: number): { offer?: StaffOffer; poll?: Poll } {
  const named = (name: string, ...ways: (string | number)[]): boolean => name.trim() !== '' && ways.some((way) => String(way).trim() === name.trim())
  const offer = offers.find(({ id, title, windows, left }) => named(cue.offer, id, title) && left !== 0 && !windows.some(({ at, until }) => at <= now && (until === null || now < until)))
  const poll = polls.some(({ state }) => state === 'open') ? undefined : polls.find(({ id, question, state }) => named(cue.poll, id, question) && state === 'prepared')
  return { ...(offer ? { offer } : {}), ...(poll ? { poll } : {}) }
}

/** Seconds of what was typed: "5" is minutes, "5:30" minutes and seconds, "1:05:00" hours too; full-width digits as well. Null for anything else. */
export function lengthTyped(text: string): number | null {
  const plain = text.normalize('NFKC').trim()
  if (!/^\d{1,4}(:[0-5]?\d){0,2}$/.test(plain)) return null
  const parts = plain.split(':').map(Number)
  const seconds = parts.length === 3 ? parts[0]! * 3600 + parts[1]! * 60 + parts[2]! : parts[0]! * 60 + (parts[1] ?? 0)
  return seconds >= 1 && seconds <= kLongestCueS ? seconds : null
}

/** The cue that `id` stands behind once it is put at `place` of the list without it; "" for the front. Null when nothing changes. */
export function behind(ids: readonly string[], id: string, place: number): string | null {
  const from = ids.indexOf(id)
  if (from < 0) return null
  const others = ids.filter((other) => other !== id)
  const to = Math.max(0, Math.min(others.length, place))
  return to === from ? null : (others[to - 1] ?? '')
}

/** The sheet with `id` right behind `after` ("" for the front) and its planned starts counted anew. */
export function reordered(sheet: CueSheet, id: string, after: string): CueSheet {
  const moving = sheet.items.find((cue) => cue.id === id)
  if (!moving) return sheet
  const items = sheet.items.filter((cue) => cue !== moving)
  items.splice(items.findIndex((cue) => cue.id === after) + 1, 0, moving)
  let planned = 0
  return {
    ...sheet,
    items: items.map((cue) => {
      const planned_ms = planned
      planned += cue.length_s * 1000
      return { ...cue, planned_ms }
    }),
  }
}

/** The start that is on, if the show is on air. */
export const running = (sheet: CueSheet): CueStart | null => (sheet.current === null ? null : (sheet.starts.at(-1) ?? null))

/** The cue after the one on air, the first before any was started; null at the end. */
export function nextCue(sheet: CueSheet): CueSheet['items'][number] | null {
  const at = sheet.items.findIndex(({ id }) => id === sheet.current)
  return sheet.items[at + 1] ?? null
}
/** The cue that was on before the present one and is still in the sheet. */
export function cueBefore(sheet: CueSheet): CueSheet['items'][number] | null {
  const start = [...sheet.starts].slice(0, -1).reverse().find(({ cue }) => cue !== sheet.current && sheet.items.some(({ id }) => id === cue))
  return sheet.items.find(({ id }) => id === start?.cue) ?? null
}

/** How long a cue lasted in all its starts, `clock` being now; null when it was not started. */
export function lastedMs(sheet: CueSheet, id: string, clock: number): number | null {
  const lengths = sheet.starts.map((start, at) => ({ cue: start.cue, ms: Math.max(0, (sheet.starts[at + 1]?.at ?? (sheet.current === null ? start.at + start.lasted_ms : clock)) - start.at) }))
  const own = lengths.filter(({ cue }) => cue === id)
  return own.length === 0 ? null : own.reduce((sum, { ms }) => sum + ms, 0)
}

/**
 * How much later than planned the cue on air will be over: as it began, while it keeps its length; growing once it has
 * run over. Negative when early, null when no cue is on.
 */
export function lateMs(sheet: CueSheet, clock: number): number | null {
  const start = running(sheet)
  const cue = sheet.items.find(({ id }) => id === start?.cue)
  if (!start || !cue) return null
  return Math.max(start.at + cue.length_s * 1000, clock) - (cue.planned_ms + cue.length_s * 1000)
}

export type Tone = 'late' | 'early' | 'even'
/** Late from half a minute, early as soon as it shows. */
export function toneOf(ms: number): Tone {
  if (ms >= kLateMs) return 'late'
  return ms <= -1000 ? 'early' : 'even'
}
