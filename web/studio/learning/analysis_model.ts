// What the screen of winning patterns makes of an analysis. Pure but for the language spoken.
import { count, duration, money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import type { Analysis, Choices, Effect, JudgedFactor, Level, Said } from './analysis_api.ts'

export const said = (words: Said): string => words[language.value]

/** A value of the figure with its unit: "¥312", "4.2%", "8 分". */
export function valueText({ unit, currency }: Pick<Analysis, 'unit' | 'currency'>, value: number): string {
  if (unit === 'money') return money({ amount: Math.round(value), currency }, language.value)
  if (unit === 'share') return `${Math.round(value * 1000) / 10}%`
  return unit === 'ms' ? duration(value, language.value) : count(Math.round(value * 10) / 10)
}

/** "+18%", "−7%", "±0%". */
export function percentText(share: number): string {
  const percent = Math.round(share * 100)
  return `${percent > 0 ? '+' : percent < 0 ? '−' : '±'}${count(Math.abs(percent))}%`
}

/** The ends of the scale: as far as the furthest interval on either side, and never more than to double. */
export function reachOf(factors: readonly JudgedFactor[]): number {
  const ends = factors.flatMap(({ levels }) => levels.flatMap(({ interval }) => interval.map((end) => Math.abs(end.relative))))
  return Math.min(1, Math.max(0.1, ...ends))
}

/** Where an effect lies on the scale, 0 to 100 from left to right. */
export function placeOf({ relative }: Effect, reach: number): number {
  return 50 + 50 * Math.max(-1, Math.min(1, relative / reach))
}

/** As it is read: ranges in their order, all else the best first. */
export function sorted({ ordered, levels }: Pick<JudgedFactor, 'ordered' | 'levels'>): Level[] {
  return ordered ? [...levels] : [...levels].sort((a, b) => b.effect.relative - a.effect.relative)
}

/** Where a show like this is begun to be planned; null where nothing can be taken over. */
export function planHref(choices: Choices): string | null {
  const wanted = Object.entries(choices).map(([name, value]): [string, string] => [name, String(value)])
  return wanted.length > 0 ? `/studio?new&${new URLSearchParams(wanted)}` : null
}
