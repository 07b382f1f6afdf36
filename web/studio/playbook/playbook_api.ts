// The playbook and the proofs of concept, as docs/api.md tells them.
import type { Role, ShowState } from '../../shared/api.ts'
import { staffCall } from '../session.ts'

export const kPhases = ['introduction', 'operation', 'retention', 'full-scale'] as const
export type Phase = (typeof kPhases)[number]

export interface Named { handle: string; name: string }

/** A studio page that shows the evidence. */
export type EvidencePage = 'show' | 'shows' | 'team' | 'shop' | 'products' | 'orders' | 'proof' | 'playbook' | 'learn' | 'review'

export interface EvidenceSeen {
  kind: string
  goal: number
  /** Nothing counts it yet: a person closes the to-do. */
  have?: number
  at?: string | null
  page?: EvidencePage | ''
  id?: string
  facts?: Record<string, unknown>
}

export interface TodoAct { act: 'closed' | 'reopened'; note: string; who: Named; at: string }

export interface Todo {
  id: string
  phase: Phase
  title: { ja: string; en: string }
  why: { ja: string; en: string }
  role: Role | null
  person: Named | null
  due_at: string | null
  state: 'open' | 'under-way' | 'overdue' | 'closed'
  evidence: EvidenceSeen | null
  closed: { by: 'events' | 'person'; at: string | null; note: string; who: Named | null } | null
  own: boolean
  dropped: boolean
  version: number
  /** Oldest first; only in the answer for one to-do. */
  history?: TodoAct[]
}

export interface Playbook {
  phase: Phase
  complete: boolean
  missing: number
  next: string | null
  holding: string[]
  shows: number
  team: number
  began_at: string | null
  /** The newest proof of concept. */
  proof: string | null
  phases: { phase: Phase; done: number; of: number; todos: Todo[] }[]
  dropped: Todo[]
  evidence: { kind: string; usual_goal: number }[]
}

/** Empty texts take role, person and evidence away. */
export interface TodoFields {
  title: string
  why: string
  phase: Phase
  role: Role | ''
  person: string
  due_at: string | null
  evidence: string
  goal: number
  dropped: boolean
}

export type FigureGroup = 'sales' | 'community' | 'media'
export const kGroups: readonly FigureGroup[] = ['sales', 'community', 'media']

export interface FigureKind {
  figure: string
  group: FigureGroup
  unit: 'money' | 'orders' | 'people'
  /** In English; ours stands in messages/proofs.ts. */
  definition: string
  version: number
}

export interface ProofFigure extends FigureKind {
  currency?: string
  target: number
  value: number
  live: number | null
  archive: number | null
  /** The share of the target that is due by now. */
  expected: number
  reached: boolean
  behind: boolean
}

export interface ProofShow { id: string; title: string; state: ShowState; starts_at: string | null; live_at: string | null; ended_at: string | null }

export interface ProofShort {
  id: string
  title: string
  hypothesis: string
  ends_at: string
  began_at: string
  ended: boolean
  held: number
  of: number
  version: number
}

export type VerdictKind = 'no-shows' | 'not-begun' | 'reached' | 'on-course' | 'behind' | 'proved' | 'partly' | 'missed'

export interface Proof extends ProofShort {
  left_ms: number
  shows: ProofShow[]
  figures: ProofFigure[]
  verdict: { kind: VerdictKind; reached: number; of: number; behind: string[] }
}

export interface ProofFields {
  title: string
  hypothesis: string
  ends_at: string
  shows: string[]
  targets: { figure: string; target: number }[]
}

const id = encodeURIComponent
const ifMatch = (version: number) => ({ headers: { 'If-Match': `"${version}"` } })

export const playbookApi = {
  playbook: () => staffCall<Playbook>('/api/playbook'),
  todo: (todo: string) => staffCall<Todo>(`/api/playbook/todos/${id(todo)}`),
  addTodo: (fields: Partial<TodoFields>, key: string) => staffCall<Todo>('/api/playbook/todos', { method: 'POST', body: fields, key }),
  changeTodo: (todo: string, fields: Partial<TodoFields>, version: number) =>
    staffCall<Todo>(`/api/playbook/todos/${id(todo)}`, { method: 'PATCH', body: fields, ...ifMatch(version) }),
  act: (todo: string, act: 'close' | 'reopen', note: string) =>
    staffCall<Todo>(`/api/playbook/todos/${id(todo)}/${act}`, { method: 'POST', body: { note } }),

  proofs: () => staffCall<{ items: ProofShort[]; figures: FigureKind[] }>('/api/proofs'),
  proof: (proof: string) => staffCall<Proof>(`/api/proofs/${id(proof)}`),
  makeProof: (fields: ProofFields, key: string) => staffCall<Proof>('/api/proofs', { method: 'POST', body: fields, key }),
  changeProof: (proof: string, fields: Partial<ProofFields>, version: number) =>
    staffCall<Proof>(`/api/proofs/${id(proof)}`, { method: 'PATCH', body: fields, ...ifMatch(version) }),
  removeProof: (proof: string) => staffCall<void>(`/api/proofs/${id(proof)}`, { method: 'DELETE' }),
}
