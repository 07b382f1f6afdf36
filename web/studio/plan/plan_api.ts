// The routes of planning, typed (docs/api.md).
import type { Role } from '../../shared/api.ts'
import { staffCall } from '../session.ts'

export const kIntents = ['none', 'use_idea', 'combination', 'story', 'price'] as const
export type Intent = (typeof kIntents)[number]

export interface CueFields {
  title: string
  intent: Intent
  length_s: number
  points: string
  /** Ids; empty for none. */
  product: string
  offer: string
  poll: string
}

export interface Cue extends CueFields {
  id: string
  version: number
  changed_at: string
  changed_by: string
}

export interface SheetCue extends Cue {
  planned_ms: number
  /** The first time it was started. */
  started_ms: number | null
}

export interface CueStart {
  cue: string
  title: string
  at: number
  seq: number
  lasted_ms: number
}

export interface CueSheet {
  items: SheetCue[]
  length_s: number
  /** In the order in which they happened; a cue that was started twice stands there twice. */
  starts: CueStart[]
  current: string | null
}

export const kConcepts = ['seasonal', 'limited_price', 'first_look', 'how_to', 'behind_the_scenes', 'free'] as const
export type Concept = (typeof kConcepts)[number]
export const kTeamRoles = ['planner', 'director', 'presenter', 'analyst'] as const satisfies readonly Role[]
export type TeamRole = (typeof kTeamRoles)[number]

export interface Plan {
  version: number
  concept: Concept | ''
  purpose: string
  length_s: number | null
  targets: { figure: string; target: number; unit: string }[]
  team: { staff: string; role: TeamRole }[]
}
export type PlanFields = Omit<Plan, 'version' | 'targets'> & { targets: { figure: string; target: number }[] }

const show = (id: string): string => `/api/shows/${encodeURIComponent(id)}`
const cue = (of: string, id: string): string => `${show(of)}/cues/${encodeURIComponent(id)}`
const seen = (version: number | null) => (version === null ? {} : { headers: { 'If-Match': `"${version}"` } })

export const planApi = {
  sheet: (id: string) => staffCall<CueSheet>(`${show(id)}/cues`),
  addCue: (id: string, fields: CueFields, after: string | null, key: string) =>
    staffCall<Cue>(`${show(id)}/cues`, { method: 'POST', body: { ...fields, ...(after === null ? {} : { after }) }, key }),
  /** With null for `version`, writes over whatever is there. */
  saveCue: (of: string, id: string, fields: CueFields, version: number | null) => staffCall<Cue>(cue(of, id), { method: 'PUT', body: fields, ...seen(version) }),
  removeCue: (of: string, id: string, version: number | null) => staffCall<void>(cue(of, id), { method: 'DELETE', ...seen(version) }),
  /** Behind another, or first with "". */
  moveCue: (of: string, id: string, after: string) => staffCall<CueSheet>(`${cue(of, id)}/move`, { method: 'POST', body: { after } }),
  copyCues: (id: string, from: string, key: string) =>
    staffCall<{ copied: number; not_on_shelf: string[] }>(`${show(id)}/cues/copy`, { method: 'POST', body: { from }, key }),
  plan: (id: string) => staffCall<Plan>(`${show(id)}/plan`),
  savePlan: (id: string, fields: PlanFields, version: number) =>
    staffCall<Plan>(`${show(id)}/plan`, { method: 'PUT', body: fields, ...(version === 0 ? { headers: { 'If-None-Match': '*' } } : seen(version)) }),
}
