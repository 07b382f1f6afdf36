// The routes of reviews, patterns, cases and training, typed (docs/api.md).
import type { Money, Product, Role, ShowState } from '../../shared/api.ts'
import { staffCall } from '../session.ts'

export interface Named { handle: string; name: string }
export interface ShowBrief { id: string; title: string; state: ShowState; live_at: string | null }

export const kNoteKinds = ['keep', 'problem', 'try'] as const
export type NoteKind = (typeof kNoteKinds)[number]
export const kOutcomes = ['helped', 'did-not', 'not-tried'] as const
export type Outcome = (typeof kOutcomes)[number]

export interface NoteFields { kind: NoteKind; text: string; at?: number }
export interface ReviewNote {
  id: string
  show: string
  kind: NoteKind
  text: string
  /** ms of the show. */
  at: number | null
  version: number
  made_by: Named | null
  made_at: string
  changed_by: Named | null
  changed_at: string
  /** Of a try: where it is to be tried. */
  for_show: ShowBrief | null
  outcome: Outcome | null
  outcome_by: Named | null
  outcome_at: string | null
}
export interface PlannedTry extends ReviewNote { from: ShowBrief }

export interface ReviewFigure {
  figure: string
  unit: 'number' | 'seconds' | 'money' | 'permille'
  target: number | null
  /** Null where nothing counts it yet. */
  value: number | null
  usual: number | null
  last: number | null
}

export interface CueResult {
  cue: string
  title: string
  planned_ms: number | null
  started_ms: number | null
  lasted_ms: number
  orders: number
  saves: number
  questions: number
}

export interface OpenQuestion { seq: number; at: number; text: string; by: string; product: string; seconds: number }

export interface Review {
  show: ShowBrief & { length_ms: number; ended_at: string | null }
  due_at: string | null
  closed: { at: string; by: Named | null } | null
  figures: { items: ReviewFigure[]; currency: string; age_ms: number; usual_of: number; last: ShowBrief | null }
  cues: { items: CueResult[]; outside: CueResult; planned_ms: number; length_ms: number }
  questions: OpenQuestion[]
  notes: ReviewNote[]
  tries: PlannedTry[]
  cases: Case[]
}

export interface ReviewShort { show: ShowBrief; ended_at: string | null; due_at: string | null; overdue: boolean; closed_at: string | null; notes: number }

export interface PatternFields { text: string; why: string; tags: string[] }
export interface Pattern extends PatternFields {
  id: string
  state: 'hypothesis' | 'confirmed'
  confirmed_at: string | null
  confirmed_by: Named | null
  evidence: { show: ShowBrief; stands: 'for' | 'against'; note: string; at: string; by: Named | null }[]
  for: number
  against: number
  made_by: Named | null
  made_at: string
  version: number
}
/** As the server asks for. */
export const kLeastShowsFor = 2

export interface CaseFields {
  show: string
  /** ms of the show. */
  at: number
  until?: number
  title: string
  did: string
  why: string
  figure: string
  tags: string[]
}
export interface Case extends Omit<CaseFields, 'show' | 'until'> {
  id: string
  show: ShowBrief
  until: number | null
  made_by: Named | null
  made_at: string
  version: number
  seen?: boolean
}
export const kMostCasesOfCue = 5

export type Card = Product & { asked: { question: string; answer: string | null; show: ShowBrief; at: number }[] }

export type QuizKind = 'price' | 'feature' | 'answer'
export interface QuizQuestion { kind: QuizKind; product?: string; about: string; options: (string | Money)[] }
export interface TrainedRule { name: string; questions: number; percent: number }
export interface Quiz { id: string; questions: QuizQuestion[]; rule: TrainedRule }
export interface QuizResult { asked: number; correct: number; answers: number[]; passed: boolean; trained_at: string | null }

export interface CourseFields { title: string; products: string[]; cases: string[] }
export interface Course { id: string; title: string; products: { id: string; title: string }[]; cases: Case[]; version: number }

export interface Training {
  rule: TrainedRule
  trained_at: string | null
  /** Rehearsals that are over with this person in the cast. */
  rehearsals: { id: string; title: string; live_at: string; points: { whole: number | null } | null }[]
  record: { id: string; course: { id: string; title: string } | null; show: ShowBrief | null; products: string[]; done_at: string; asked: number; correct: number; passed: boolean }[]
  courses: Course[]
  /** Null for presenters. */
  people: { handle: string; name: string; role: Role; trained_at: string | null; quizzes: number; best_percent: number | null }[] | null
}

/** What is practised: a show's shelf, a course, or all. */
export type Scope = { show: string } | { course: string } | Record<string, never>

const id = encodeURIComponent
const ifMatch = (version: number) => ({ headers: { 'If-Match': `"${version}"` } })
const items = <T>({ items: all }: { items: T[] }): T[] => all
const query = (parameters: Record<string, string>): string => {
  const search = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== ''))
  return search.size ? `?${search}` : ''
}

export const learningApi = {
  reviews: () => staffCall<{ items: ReviewShort[] }>('/api/reviews').then(items),
  review: (show: string) => staffCall<Review>(`/api/shows/${id(show)}/review`),
  addNote: (show: string, note: NoteFields, key: string) => staffCall<ReviewNote>(`/api/shows/${id(show)}/review/notes`, { method: 'POST', body: note, key }),
  changeNote: (show: string, note: string, fields: NoteFields, version: number) =>
    staffCall<ReviewNote>(`/api/shows/${id(show)}/review/notes/${id(note)}`, { method: 'PUT', body: fields, ...ifMatch(version) }),
  removeNote: (show: string, note: string, version: number) =>
    staffCall<void>(`/api/shows/${id(show)}/review/notes/${id(note)}`, { method: 'DELETE', ...ifMatch(version) }),
  /** For a show that is to come; none with "". */
  planTry: (show: string, note: string, wanted: string) => staffCall<ReviewNote>(`/api/shows/${id(show)}/review/notes/${id(note)}/for`, { method: 'PUT', body: { show: wanted } }),
  decideTry: (show: string, note: string, outcome: Outcome | '') => staffCall<ReviewNote>(`/api/shows/${id(show)}/review/tries/${id(note)}`, { method: 'PUT', body: { outcome } }),
  reopenReview: (show: string, reason: string) => staffCall<{ closed: null }>(`/api/shows/${id(show)}/review/reopen`, { method: 'POST', body: { reason } }),
  closeReview: (show: string) => staffCall<{ at: string; by: Named }>(`/api/shows/${id(show)}/review/close`, { method: 'POST' }),
  tries: (show: string) => staffCall<{ items: PlannedTry[] }>(`/api/shows/${id(show)}/tries`).then(items),

  patterns: () => staffCall<{ items: Pattern[] }>('/api/patterns').then(items),
  makePattern: (fields: PatternFields, key: string) => staffCall<Pattern>('/api/patterns', { method: 'POST', body: fields, key }),
  changePattern: (pattern: string, fields: PatternFields, version: number) => staffCall<Pattern>(`/api/patterns/${id(pattern)}`, { method: 'PUT', body: fields, ...ifMatch(version) }),
  removePattern: (pattern: string, version: number) => staffCall<void>(`/api/patterns/${id(pattern)}`, { method: 'DELETE', ...ifMatch(version) }),
  confirmPattern: (pattern: string, version: number) => staffCall<Pattern>(`/api/patterns/${id(pattern)}/confirm`, { method: 'POST', ...ifMatch(version) }),
  putEvidence: (pattern: string, show: string, evidence: { stands: 'for' | 'against'; note: string }) =>
    staffCall<Pattern>(`/api/patterns/${id(pattern)}/evidence/${id(show)}`, { method: 'PUT', body: evidence }),
  removeEvidence: (pattern: string, show: string) => staffCall<Pattern>(`/api/patterns/${id(pattern)}/evidence/${id(show)}`, { method: 'DELETE' }),

  cases: (asked: { q?: string; tag?: string; show?: string } = {}) =>
    staffCall<{ items: Case[]; tags: string[]; more: boolean }>(`/api/cases${query({ q: asked.q ?? '', tag: asked.tag ?? '', show: asked.show ?? '' })}`),
  makeCase: (fields: CaseFields, key: string) => staffCall<Case>('/api/cases', { method: 'POST', body: fields, key }),
  changeCase: (one: string, fields: CaseFields, version: number) => staffCall<Case>(`/api/cases/${id(one)}`, { method: 'PUT', body: fields, ...ifMatch(version) }),
  removeCase: (one: string, version: number) => staffCall<void>(`/api/cases/${id(one)}`, { method: 'DELETE', ...ifMatch(version) }),
  seeCase: (one: string) => staffCall<void>(`/api/cases/${id(one)}/seen`, { method: 'PUT', body: {} }),
  casesOfCue: (show: string, cue: string) => staffCall<{ items: Case[] }>(`/api/shows/${id(show)}/cues/${id(cue)}/cases`).then(items),
  putCasesOfCue: (show: string, cue: string, cases: string[]) => staffCall<{ items: Case[] }>(`/api/shows/${id(show)}/cues/${id(cue)}/cases`, { method: 'PUT', body: { cases } }).then(items),

  training: () => staffCall<Training>('/api/training'),
  cards: (scope: Scope) => staffCall<{ items: Card[] }>(`/api/training/cards${query(scope as Record<string, string>)}`).then(items),
  beginQuiz: (scope: Scope) => staffCall<Quiz>('/api/training/quizzes', { method: 'POST', body: scope }),
  answerQuiz: (quiz: string, answers: number[]) => staffCall<QuizResult>(`/api/training/quizzes/${id(quiz)}/answers`, { method: 'POST', body: { answers } }),
  makeCourse: (fields: CourseFields, key: string) => staffCall<Course>('/api/training/courses', { method: 'POST', body: fields, key }),
  changeCourse: (course: string, fields: CourseFields, version: number) => staffCall<Course>(`/api/training/courses/${id(course)}`, { method: 'PUT', body: fields, ...ifMatch(version) }),
  removeCourse: (course: string, version: number) => staffCall<void>(`/api/training/courses/${id(course)}`, { method: 'DELETE', ...ifMatch(version) }),
}
