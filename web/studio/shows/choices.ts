// What a new show begins with when it is planned from what went well: ?new&hour=20&weekday=sat&concept=… Pure.
import { type Concept, kConcepts } from '../plan/plan_api.ts'

const kDays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const kDay = 86_400_000
/** Hours and days are Japan's, as the analysis counts them. */
const kJapan = 9 * 3_600_000

export interface Chosen { starts: string | null; concept: Concept | null; cast: string | null; length: number | null }

/** Null when the address asks for no new show. */
export function chosenIn(query: string, now: Date): Chosen | null {
  const asked = new URLSearchParams(query)
  if (!asked.has('new')) return null
  const hour = asked.get('hour')
  const weekday = kDays.indexOf(asked.get('weekday') ?? '')
  const length = Number(asked.get('length_s'))
  return {
    starts: hour !== null || weekday >= 0 ? nextStart(/^([01]?\d|2[0-3])$/.test(hour ?? '') ? Number(hour) : 20, weekday, now) : null,
    concept: kConcepts.find((one) => one === asked.get('concept')) ?? null,
    cast: asked.get('cast'),
    length: Number.isInteger(length) && length > 0 ? length : null,
  }
}

/** A week ahead, and on from there to the weekday: time to announce it. */
function nextStart(hour: number, weekday: number, now: Date): string {
  const today = Math.floor((now.getTime() + kJapan) / kDay)
  let day = today + 7
  while (weekday >= 0 && (day + 4) % 7 !== weekday) day += 1
  return new Date(day * kDay + hour * 3_600_000 - kJapan).toISOString()
}
