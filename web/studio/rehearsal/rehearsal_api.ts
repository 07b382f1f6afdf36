// Rehearsals, as docs/api.md tells them.
import type { Page, Show } from '../../shared/api.ts'
import { staffCall } from '../session.ts'

export interface Points { answers: number | null; timing: number | null; pace: number | null; whole: number | null }

export interface Rehearsed {
  id: string
  of: string
  title: string
  state: 'draft' | 'live' | 'archived'
  made_at: string
  made_by: string
  live_at: string | null
  length_ms: number | null
  crowd: { show: string; title: string } | null
  /** Once it is over. */
  points: Points | null
}

export interface Crowd { id: string; title: string; live_at: string; length_ms: number; lines: number; questions: number }

export interface CueTime { cue: string; title: string; planned_ms: number; lasted_ms: number | null }

export interface Run {
  length_ms: number
  asked: number
  answered: number
  /** The median time from question to answer. */
  wait_ms: number | null
  pins: number
  /** Products put forward in ten minutes. */
  pace: number | null
  cues: CueTime[]
}

export interface Score {
  points: Points
  rehearsal: Run
  original: Run | null
  questions: { seq: number; at: number; answered_at: number | null; text: string }[]
}

const id = encodeURIComponent

export const rehearsalApi = {
  list: (show: string) => staffCall<Page<Rehearsed>>(`/api/shows/${id(show)}/rehearsals`),
  crowds: () => staffCall<Page<Crowd>>('/api/crowds'),
  make: (show: string, crowd: string, key: string) => staffCall<Show>(`/api/shows/${id(show)}/rehearsals`, { method: 'POST', body: crowd ? { crowd } : {}, key }),
  score: (rehearsal: string) => staffCall<Score>(`/api/shows/${id(rehearsal)}/score`),
}
