// The route of what goes with success, typed (docs/api.md).
import { staffCall } from '../session.ts'

export const kFigures = ['gmv_per_view', 'gmv', 'orders', 'cvr', 'viewers', 'average_view', 'engagement', 'saves', 'archive_gmv'] as const
export type FigureName = (typeof kFigures)[number]

export interface Said { ja: string; en: string }
/** `relative`: 0.18 is 18 % above the average; `absolute` in the figure's unit. */
export interface Effect { relative: number; absolute: number }

export interface Level {
  level: string
  label: Said
  shows: number
  others: number
  effect: Effect
  interval: [Effect, Effect]
  /** Of `evidence`, the first so many are above the average. */
  above: number
  evidence: string[]
}

/** What a new show can take over. */
export interface Choices { concept?: string; hour?: number; weekday?: string; cast?: string; length_s?: number }

export interface Finding extends Level {
  factor: string
  p: number
  sentence: Said
  suggestion: Said
  choices: Choices
  tag: Said
  pattern: { id: string; text: string; state: 'hypothesis' | 'confirmed' } | null
}

export interface JudgedFactor {
  factor: string
  name: Said
  ordered: boolean
  known: number
  judged: boolean
  found: boolean
  reason?: string
  sentence?: Said
  levels: Level[]
}

export interface Analysis {
  figure: FigureName
  unit: 'number' | 'money' | 'ms' | 'share'
  currency: string
  state: 'no_shows' | 'too_few_shows' | 'all_equal' | 'enough'
  usual: number | null
  counted: number
  unseen: number
  least: number
  sound: number
  interval_of: number
  sentence?: Said
  findings: Finding[]
  factors: JudgedFactor[]
  shows: { id: string; title: string; live_at: string }[]
}

export const analysisOf = (figure: FigureName): Promise<Analysis> => staffCall<Analysis>(`/api/insight/patterns?figure=${figure}`)
