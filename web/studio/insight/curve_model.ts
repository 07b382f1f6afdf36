// The minute curve as it is drawn: which series, how tall, what stands in front of it at a moment. Pure.
import { clock } from '../../shared/format.ts'
import { kMarks, type Band, type Curve, type Mark } from './insight_api.ts'

/** What is drawn beside who is watching; what was ordered is money, and stands in the table alone. */
export const kActs = ['chats', 'hearts', 'clicks', 'orders', 'questions', 'saves', 'entered', 'left'] as const satisfies readonly Mark[]
export type Act = (typeof kActs)[number]
export const kParts = ['live', 'archive'] as const
export type Part = (typeof kParts)[number]

/** Names of tokens. */
export const kColours: Record<Act | 'watching', string> = {
  watching: '--c1', chats: '--c4', hearts: '--c5', clicks: '--c3', orders: '--c2', questions: '--indigo-2', saves: '--warn', entered: '--ok', left: '--bad',
}

const kMinuteMs = 60_000
/** So much of a show is told in steps of ten seconds, and from here on in steps of five minutes. */
const kShortMs = 10 * kMinuteMs
const kLongMs = 6 * 60 * kMinuteMs
export const kSteps = [10_000, kMinuteMs, 5 * kMinuteMs] as const

export function stepFor(lengthMs: number): number {
  return lengthMs <= kShortMs ? kSteps[0] : lengthMs > kLongMs ? kSteps[2] : kSteps[1]
}

export interface Series {
  mark: Act | 'watching'
  part: Part
  values: number[]
}

/** In the order in which they are drawn: who is watching below, the bars of orders on top. A half in which nothing happened has no line. */
export function seriesOf(curve: Curve, acts: ReadonlySet<Act>, parts: ReadonlySet<Part>): Series[] {
  const marks = ['watching', ...kActs.filter((act) => acts.has(act) && act !== 'orders'), ...(acts.has('orders') ? ['orders' as const] : [])] as const
  return marks.flatMap((mark) => kParts.filter((part) => parts.has(part)).map((part) => ({ mark, part, values: curve[part][mark] })).filter(({ part, values }) => part === 'live' || values.some((value) => value > 0)))
}

/** Where each step begins, in ms of the show. */
export function timesOf(curve: Curve): number[] {
  return Array.from({ length: curve.steps }, (_, index) => index * curve.step_ms)
}

/** The show's end, or how far it has come. */
export function endOf(curve: Curve): number {
  return Math.max(curve.length_ms ?? 0, curve.steps * curve.step_ms, curve.step_ms)
}

/** A number to draw the axis up to, whose quarters are read easily: 4, 12, 160, 2000. */
export function roundTop(most: number): number {
  if (most <= 4) return 4
  const power = 10 ** Math.floor(Math.log10(most))
  return (power < 10 ? [4, 8, 12] : [1.2, 1.6, 2, 4, 6, 8, 10]).map((step) => step * power).find((top) => top >= most)!
}

/** The most that any of these series reaches; a loop, for there may be a hundred thousand values. */
export function mostOf(series: readonly Series[]): number {
  let most = 0
  for (const { values } of series) for (const value of values) if (value > most) most = value
  return most
}

/** Bands that touch the step which begins at `at`. */
export function bandsIn<B extends Band>(bands: readonly B[], at: number, stepMs: number): B[] {
  return bands.filter((band) => band.from_ms < at + stepMs && at < (band.until_ms ?? Infinity))
}

/** Where a band lies in the show, in % of its length. */
export function placeOf(band: Band, end: number): { left: number; width: number } {
  const left = Math.min(100, Math.max(0, (band.from_ms / end) * 100))
  const right = Math.min(100, ((band.until_ms ?? end) / end) * 100)
  return { left, width: Math.max(0, right - left) }
}

/** The step with the most people, and how many; null before anybody came. */
export function peakOf(values: readonly number[]): { index: number; value: number } | null {
  let index = -1
  for (let i = 0; i < values.length; i++) if (values[i]! > (index < 0 ? 0 : values[index]!)) index = i
  return index < 0 ? null : { index, value: values[index]! }
}

/** People at once are an average: "12", "0.4". */
export function people(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 1 : 0 })
}

export interface Heads {
  at: string
  live: string
  archive: string
  marks: Record<Mark, string>
}

/** Every series of both parts for a spreadsheet, a step a line. */
export function curveRows(curve: Curve, heads: Heads): string[][] {
  const names = kParts.flatMap((part) => kMarks.map((mark) => `${heads[part]} ${heads.marks[mark]}`))
  const rows = timesOf(curve).map((at, index) => [clock(at), ...kParts.flatMap((part) => kMarks.map((mark) => String(curve[part][mark][index] ?? 0)))])
  return [[heads.at, ...names], ...rows]
}
