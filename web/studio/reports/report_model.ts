// A report in words, lengths and rows. Pure but for the language spoken.
import type { Shop } from '../../shared/api.ts'
import { count, money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { reportWords } from '../messages/reports.ts'
import { kPoints, type Point, type Report, type ReportFigure, type ReportGroup, type ReportUnit, type Said } from './reports_api.ts'

export const said = (text: Said): string => text[language.value]

/** The days of a report are those of Japan, wherever it is read. */
export function day(at: string | Date): string {
  return new Intl.DateTimeFormat(language.value === 'ja' ? 'ja-JP' : 'en-GB', { year: 'numeric', month: 'long', day: 'numeric', timeZone: 'Asia/Tokyo' }).format(new Date(at))
}

/** The shop's name in the language of the report. */
export const shopName = (shop: Pick<Shop, 'name' | 'name_latin'> | null): string => (language.value === 'en' && shop?.name_latin ? shop.name_latin : shop?.name ?? '')

/** "2026-11" in words. */
export function monthName(id: string): string {
  const [year, month] = id.split('-').map(Number)
  return reportWords().month(year ?? 0, month ?? 1)
}

export const titleOf = (report: Pick<Report, 'kind' | 'id' | 'title'>): string => (report.kind === 'month' ? monthName(report.id) : report.title)

/** "12.3 %", one decimal below a hundred. */
export function percent(share: number): string {
  const value = share * 100
  return `${value.toFixed(Math.abs(value) >= 99.95 || Number.isInteger(value) ? 0 : 1)}\u00a0%`
}

export function durationText(ms: number): string {
  if (ms > 0 && ms < 1000) return reportWords().underASecond
  const seconds = Math.round(ms / 1000)
  return reportWords().duration(Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60)
}

export function valueText(unit: ReportUnit, value: number | null, currency: string): string {
  if (value === null) return reportWords().none
  if (unit === 'money') return money({ amount: value, currency }, language.value)
  if (unit === 'rate') return percent(value)
  return unit === 'ms' ? durationText(value) : count(value)
}

export interface Change { text: string; tone: 'up' | 'down' | '' }

/** How it changed: a rate by points, all else by a share of what it was; null where there is nothing to compare. */
export function changeOf({ unit, change }: ReportFigure): Change | null {
  if (!change) return null
  const tone = change.absolute > 0 ? 'up' : change.absolute < 0 ? 'down' : ''
  const sign = change.absolute > 0 ? '+' : change.absolute < 0 ? '−' : '±'
  if (unit === 'rate') return { text: sign + reportWords().points((Math.abs(change.absolute) * 100).toFixed(1)), tone }
  return change.relative === null ? null : { text: sign + percent(Math.abs(change.relative)), tone }
}

/** Whole percent of the target, rounded down: 100 means reached. */
export const reachedText = (share: number): string => `${Math.floor(share * 100)}\u00a0%`

const kHeadline = ['gmv', 'orders', 'cvr', 'viewers', 'average_view', 'engagement']
const kCharted: Record<ReportGroup, string[]> = {
  sales: ['gmv', 'net_sales', 'orders', 'buyers', 'archive_gmv', 'archive_orders'],
  community: ['chatters', 'questions', 'saves', 'shares', 'follows', 'members', 'followers', 'returning', 'reminders'],
  media: ['viewers', 'views', 'watch_time', 'average_view', 'archive_viewers', 'archive_views', 'archive_watch_time'],
}
/** Those whose halves add up to the whole. */
const kAdding = new Set(['gmv', 'net_sales', 'orders', 'questions', 'saves', 'shares', 'follows', 'views', 'watch_time'])
const kMostBars = 5

export function headline(report: Report): ReportFigure[] {
  const all = report.groups.flatMap(({ figures }) => figures)
  return kHeadline.flatMap((name) => all.find(({ figure }) => figure === name) ?? [])
}

export interface Bar {
  figure: ReportFigure
  /** Shares of the drawing's width. */
  value: number
  live: number | null
  before: number | null
  target: number | null
}

/** The bars of a group: those with a target first, then as they stand; each against the largest of its own numbers. */
export function barsOf(group: ReportGroup, figures: readonly ReportFigure[]): Bar[] {
  const drawn = figures.filter(({ figure, value, before, target }) => kCharted[group].includes(figure) && (value ?? 0) + (before ?? 0) + (target ?? 0) > 0)
  const chosen = [...drawn.filter(({ target }) => target !== null), ...drawn.filter(({ target }) => target === null)].slice(0, kMostBars)
  return figures.filter((figure) => chosen.includes(figure)).map((figure) => {
    const { value, live, archive, before, target } = figure
    const most = Math.max(value ?? 0, before ?? 0, target ?? 0)
    const part = (number: number | null): number | null => (number === null ? null : number / most)
    return { figure, value: part(value ?? 0)!, live: kAdding.has(figure.figure) && live !== null && archive ? part(live) : null, before: part(before), target: part(target) }
  })
}

const kColumns = ['value', 'live', 'archive', 'before', 'change', 'target', 'reached'] as const
export type Column = (typeof kColumns)[number]

/** Of the table: those of what was before, and of targets, where there are any. */
export function columnsOf(report: Pick<Report, 'before' | 'groups'>): Column[] {
  const aimed = report.groups.some(({ figures }) => figures.some(({ target }) => target !== null))
  return kColumns.filter((column) => (column === 'before' || column === 'change' ? report.before !== null : column === 'target' || column === 'reached' ? aimed : true))
}

export interface Told { text: string; own: boolean; rule: string }

/** What stands in each place: what the team wrote, or what the rules chose. */
export function pointsOf(chosen: readonly Point[], written: readonly string[]): Told[] {
  return Array.from({ length: kPoints }, (_, at) => {
    const own = written[at] ?? ''
    const rule = chosen[at]
    return own ? { text: own, own: true, rule: 'own' } : rule ? { text: said(rule.text), own: false, rule: rule.rule } : null
  }).filter((each) => each !== null)
}

const cell = (value: string | number | null): string => {
  const text = value === null ? '' : String(value)
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** The table with its numbers as they were counted: money in minor units, times in milliseconds, rates as shares. */
export function csvOf(report: Report): string {
  const words = reportWords()
  const { columns, csvColumns } = words
  const head = [csvColumns.group, columns.figure, csvColumns.unit, columns.value, columns.live, columns.archive, columns.before, columns.change, csvColumns.relative, columns.target, csvColumns.reached, csvColumns.definition]
  const rows = report.groups.flatMap(({ group, figures }) =>
    figures.map((each) => [words.groups[group], said(each.name), each.unit === 'money' ? report.currency : words.units[each.unit] ?? '', each.value, each.live, each.archive, each.before, each.change?.absolute ?? null, each.change?.relative ?? null, each.target, each.reached, said(each.definition)]))
  return [head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n'
}
