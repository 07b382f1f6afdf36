// The routes of reports, typed (docs/api.md).
import { staffCall } from '../session.ts'
import type { ReportKind } from './report_kinds.ts'

export type { ReportKind }

export type ReportGroup = 'sales' | 'community' | 'media'
export type ReportUnit = 'people' | 'times' | 'ms' | 'money' | 'rate'
export type Verdict = 'reached' | 'partly' | 'not-reached' | 'not-begun'
export interface Said { ja: string; en: string }

export interface ReportFigure {
  figure: string
  unit: ReportUnit
  name: Said
  definition: Said
  /** Null where there is nothing to divide by; the halves also of fewer than ten people. */
  value: number | null
  live: number | null
  archive: number | null
  before: number | null
  change: { absolute: number; relative: number | null } | null
  target: number | null
  reached: number | null
  small: boolean
}

export interface ReportShow { id: string; title: string; live_at: string }
export interface Counting { id: string; title: string; from: string; until: string; shows: ReportShow[] }
export interface Point { rule: string; text: Said }

export interface ReportWords {
  verdict: string
  findings: string[]
  steps: string[]
  version: number
  changed_at: string | null
  changed_by: { handle: string; name: string } | null
}
export type WordsFields = Pick<ReportWords, 'verdict' | 'findings' | 'steps'>

export interface Report extends Counting {
  kind: ReportKind
  over: boolean
  made_at: string
  behind: number
  currency: string
  before: Counting | null
  groups: { group: ReportGroup; figures: ReportFigure[] }[]
  proof: { hypothesis: string; verdict: Verdict; reached: number; of: number; held: number; shows: number; ended: boolean } | null
  findings: Point[]
  steps: Point[]
  words: ReportWords
}

export interface Reports {
  proofs: { id: string; title: string; ends_at: string; ended: boolean; held: number; of: number }[]
  months: { id: string; shows: number; over: boolean }[]
  shows: { id: string; title: string; live_at: string; over: boolean }[]
}

export interface WeeklyWish { wanted: boolean; language: 'ja' | 'en' }

/** Of GET /api/insight/export.csv. */
export const kTables = ['totals', 'products', 'sales', 'visits', 'slices'] as const
export type ExportTable = (typeof kTables)[number]

/** As many findings and next steps as a report has. */
export const kPoints = 3
export const kMostText = 200

const pathOf = (kind: ReportKind, id: string): string => `/api/reports/${kind}/${encodeURIComponent(id)}`

export const reportsApi = {
  reports: () => staffCall<Reports>('/api/reports'),
  report: (kind: ReportKind, id: string) => staffCall<Report>(pathOf(kind, id)),
  weekly: () => staffCall<WeeklyWish>('/api/insight/weekly-mail'),
  wishWeekly: (wanted: boolean, language: string) => staffCall<WeeklyWish>('/api/insight/weekly-mail', { method: 'PUT', body: { wanted, language } }),
  write: (kind: ReportKind, id: string, words: WordsFields, version: number) =>
    staffCall<ReportWords>(`${pathOf(kind, id)}/words`, { method: 'PUT', body: words, headers: version > 0 ? { 'If-Match': `"${version}"` } : { 'If-None-Match': '*' } }),
}
