// The stretch that a clip is cut from: where it may begin and end. Pure.
import { kShortestClipMs } from './archive_api.ts'

export interface Range {
  from: number
  until: number
}

/** "12:34.5": a place to a tenth of a second, as cutting needs it. */
export function fineClock(ms: number): string {
  const tenths = Math.max(0, Math.round(ms / 100))
  const seconds = Math.floor(tenths / 10)
  const whole = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const shown = whole[0]! > 0 ? whole.map((n, at) => (at === 0 ? String(n) : String(n).padStart(2, '0'))) : [String(whole[1]), String(whole[2]).padStart(2, '0')]
  return `${shown.join(':')}.${tenths % 10}`
}

/** `fineClock` read back, also without hours or tenths; null for what is no time. */
export function readClock(text: string): number | null {
  const parts = /^(?:(\d{1,2}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d))?$/.exec(text.normalize('NFKC').trim())
  if (!parts) return null
  const [hours, minutes, seconds, tenth] = [parts[1], parts[2], parts[3], parts[4]].map((n) => Number(n ?? 0)) as [number, number, number, number]
  if (seconds > 59 || (parts[1] !== undefined && minutes > 59)) return null
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + tenth * 100
}

/** Moves the beginning; the end gives way so that there is a clip. */
export function withFrom(range: Range, from: number, length: number): Range {
  const begin = Math.round(Math.min(Math.max(0, from), length - kShortestClipMs))
  return { from: begin, until: Math.max(range.until, begin + kShortestClipMs) }
}

export function withUntil(range: Range, until: number, length: number): Range {
  const end = Math.round(Math.max(kShortestClipMs, Math.min(until, length)))
  return { from: Math.min(range.from, end - kShortestClipMs), until: end }
}
