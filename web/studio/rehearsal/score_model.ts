// How points and times of a rehearsal are put. Pure.
import type { CueTime } from './rehearsal_api.ts'

/** Good from 80, to be worked on below 60. */
export function toneOf(points: number | null): 'ok' | 'fair' | 'warn' | 'none' {
  if (points === null) return 'none'
  return points >= 80 ? 'ok' : points >= 60 ? 'fair' : 'warn'
}

/** "+0:12" or "−1:05" against the plan; off by more than a quarter is marked. */
export function offBy(cue: Pick<CueTime, 'planned_ms' | 'lasted_ms'>): { text: string; tone: '' | 'warn' } {
  if (cue.lasted_ms === null) return { text: '', tone: '' }
  const off = Math.round((cue.lasted_ms - cue.planned_ms) / 1000)
  const size = Math.abs(off)
  const text = off === 0 ? '±0:00' : `${off > 0 ? '+' : '−'}${Math.floor(size / 60)}:${String(size % 60).padStart(2, '0')}`
  return { text, tone: size * 1000 > cue.planned_ms / 4 ? 'warn' : '' }
}
