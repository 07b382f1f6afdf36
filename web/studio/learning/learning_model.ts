// What the screens of learning make of figures, tags and moments. Pure but for the language spoken.
import { count, date, duration, money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import type { CueResult, ReviewFigure } from './learning_api.ts'

export const day = (instant: string): string => date(new Date(instant), language.value)

/** A value of a figure with its unit: "¥742,560", "3.9%". */
export function figureText(figure: Pick<ReviewFigure, 'unit'>, value: number, currency: string): string {
  if (figure.unit === 'money') return money({ amount: value, currency }, language.value)
  if (figure.unit === 'permille') return `${value / 10}%`
  return figure.unit === 'seconds' ? duration(value * 1000, language.value) : count(value)
}

/** How far a value is from another: "+26%", for rates "+0.8 pt"; null where that says nothing. */
export function difference(figure: Pick<ReviewFigure, 'unit'>, value: number | null, other: number | null): { text: string; better: boolean } | null {
  if (value === null || other === null || value === other) return null
  const sign = value > other ? '+' : '−'
  if (figure.unit === 'permille') return { text: `${sign}${Math.abs(value - other) / 10} pt`, better: value > other }
  if (other === 0) return null
  const percent = Math.round((100 * Math.abs(value - other)) / other)
  return { text: `${sign}${count(percent)}%`, better: value > other }
}

/** Those with a target, and the first of the others, so that a row of cards is full. */
export function shownFigures(figures: readonly ReviewFigure[], least: number): ReviewFigure[] {
  const planned = figures.filter(({ target }) => target !== null)
  const rest = figures.filter(({ target, value }) => target === null && value !== null)
  return [...planned, ...rest.slice(0, Math.max(0, least - planned.length))]
}

/** "+1:36", "−0:40"; null within five seconds, and for what was not planned or not done. */
export function offBy(cue: Pick<CueResult, 'planned_ms' | 'started_ms' | 'lasted_ms'>): { text: string; much: boolean } | null {
  if (cue.planned_ms === null || cue.started_ms === null) return null
  const off = Math.round((cue.lasted_ms - cue.planned_ms) / 1000)
  if (Math.abs(off) < 5) return null
  const seconds = Math.abs(off)
  return { text: `${off > 0 ? '+' : '−'}${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`, much: seconds * 1000 * 10 > cue.planned_ms * 2 }
}

const kMostTags = 8
const kMostTag = 24

/** Tags as they are typed, each once; null when there are too many or one is too long. */
export function tagsTyped(text: string): string[] | null {
  const tags = [...new Set(text.split(/[、,，\n]/).map((tag) => tag.trim()).filter(Boolean))]
  return tags.length > kMostTags || tags.some((tag) => [...tag].length > kMostTag) ? null : tags
}

export const tagsText = (tags: readonly string[]): string => tags.join(language.value === 'ja' ? '、' : ', ')

/** Where the public page plays it; whole seconds, not after it began. */
export const momentHref = (show: string, at: number): string => `/shows/${encodeURIComponent(show)}?t=${Math.floor(at / 1000)}`

