// Figures as a person reads them: the value, what was divided by what, and why there is none. Pure but for the words.
import { clock, count, money } from '../../shared/format.ts'
import type { Language } from '../../shared/i18n.ts'
import type { Counted, Figure, Half, Unit } from './insight_api.ts'

type Terms = [numerator: Unit, denominator: Unit]

/** What stands above and below, by definition; a count has its own unit alone. */
const kTerms: Record<string, Terms> = {
  average_view: ['ms', 'times'],
  average_viewers: ['ms', 'ms'],
  er_reach: ['people', 'people'],
  cvr: ['people', 'people'],
  cvr_lazada: ['people', 'people'],
  aov: ['money', 'times'],
  gpm: ['money', 'times'],
  gpm_impressions: ['money', 'times'],
  sales_per_hour: ['money', 'ms'],
  sympathized: ['people', 'people'],
  identified: ['people', 'people'],
  participated: ['people', 'people'],
  spread: ['people', 'people'],
}
const kCounts: Terms = ['times', 'times']

/** Counted while the show is live, and over its clock. */
const kLiveAlone = new Set(['peak_viewers', 'average_viewers'])
/** Measured over the clock: no single event makes them. */
const kUnopened = new Set(['peak_viewers numerator', 'average_viewers denominator'])

export function unitOf(figure: Figure, of: 'numerator' | 'denominator'): Unit {
  if (!divides(figure)) return figure.unit
  return (kTerms[figure.definition] ?? kCounts)[of === 'numerator' ? 0 : 1]
}

/** Whether it is one count over another. */
export function divides(figure: Figure): boolean {
  return figure.unit === 'rate' || figure.definition in kTerms
}

/** Where the events behind a figure are asked for; what is live alone stands under all halves. */
export function openedHalf(name: string, half: Half): Half {
  return kLiveAlone.has(name) ? 'live' : half
}

export function mayOpen(name: string, of: 'numerator' | 'denominator'): boolean {
  return !kUnopened.has(`${name} ${of}`)
}

export function halfOf(figure: Figure, half: Half): Counted {
  return half === 'together' ? figure : figure[half]
}

export interface Shown {
  /** "31.8", "9:42", "¥742,560". */
  text: string
  /** What stands smaller after it: "%" or the counter of what is counted. */
  unit: '' | '%' | 'hours' | 'people' | 'times'
}

const kHourMs = 3_600_000
/** From here on a length is read in hours. */
const kLongMs = 10 * kHourMs

/** Null for null. */
export function shown(value: number | null, unit: Unit, currency: string, language: Language): Shown | null {
  if (value === null || !Number.isFinite(value)) return null
  switch (unit) {
    case 'rate':
      return { text: percent(value), unit: '%' }
    case 'money':
      return { text: money({ amount: value, currency }, language), unit: '' }
    case 'ms':
      return value < kLongMs ? { text: clock(value), unit: '' } : { text: oneDecimal(value / kHourMs), unit: 'hours' }
    default:
      return { text: Number.isInteger(value) ? count(value) : oneDecimal(value), unit }
  }
}

/** A part of one: "31.8", "0.04" where a decimal would leave nothing. */
export function percent(part: number): string {
  const hundred = part * 100
  return hundred > 0 && hundred < 0.1 ? hundred.toPrecision(1) : (Math.round(hundred * 10) / 10).toLocaleString('en', { minimumFractionDigits: hundred === 0 || hundred >= 100 ? 0 : 1, maximumFractionDigits: 1 })
}

function oneDecimal(value: number): string {
  return value.toLocaleString('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 })
}

/** Why a figure has no value: for its words. */
export type Missing = 'nothing-below' | 'live-alone' | 'not-yet'

export function missing(name: string, figure: Figure, half: Half): Missing | null {
  const { value, denominator } = halfOf(figure, half)
  if (value !== null) return null
  if (kLiveAlone.has(name)) return half === 'archive' ? 'live-alone' : 'not-yet'
  return denominator === null ? 'not-yet' : 'nothing-below'
}

/** The table of figures for a spreadsheet: plain numbers, every half, with the definition. */
export function figureRows(figures: Record<string, Figure>, names: (figure: string) => string, head: readonly string[]): string[][] {
  const cell = (value: number | null): string => (value === null ? '' : String(value))
  return [
    [...head],
    ...Object.entries(figures).map(([name, figure]) => [
      names(name), figure.unit, figure.definition, String(figure.version),
      ...[figure, figure.live, figure.archive].flatMap(({ value, numerator, denominator }) => [cell(value), cell(numerator), cell(denominator)]),
    ]),
  ]
}
