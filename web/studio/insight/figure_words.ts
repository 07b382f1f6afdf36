// A value of a figure as one text, with its unit, in the language spoken now.
import { language } from '../../shared/i18n.ts'
import { insightWords } from '../messages/insight.ts'
import { shown, type Shown } from './figure_model.ts'
import type { Unit } from './insight_api.ts'

const kNoBreak = '\u00a0'

export const figureName = (figure: string): string => insightWords().figures[figure] ?? figure

/** The counter after a number: 人, 件, h. */
export function counter(figure: string, unit: Shown['unit']): string {
  const words = insightWords()
  return unit === 'times' ? (words.counters[figure] ?? words.units.times) : words.units[unit]
}

/** "1,371 人", "¥742,560", "31.8%"; a dash where there is none. */
export function valueText(value: number | null, unit: Unit, currency: string, figure = ''): string {
  const one = shown(value, unit, currency, language.value)
  if (!one) return insightWords().none
  const after = counter(figure, one.unit)
  return after === '' ? one.text : `${one.text}${after === '%' ? '' : kNoBreak}${after}`
}
