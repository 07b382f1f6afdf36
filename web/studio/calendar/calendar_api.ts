// The calendar and the audience of a show to come, as docs/api.md tells them.
import type { ShowState } from '../../shared/api.ts'
import { staffCall } from '../session.ts'

export interface MonthShow {
  show: string
  title: string
  state: ShowState
  at: string | null
  length_ms: number | null
  planned_ms: number | null
  cast: string[]
}

export interface Reach {
  followers: number
  reminders: number
  mailed: number | null
  earlier: { reminded: number; came: number } | null
  viewers: number | null
  target: number | null
  expected: number
  shortfall: number | null
}

export const calendarApi = {
  month: (from: Date, until: Date) =>
    staffCall<{ items: MonthShow[]; undated: MonthShow[] }>(`/api/calendar?${new URLSearchParams({ from: from.toISOString(), until: until.toISOString() })}`),
  reach: (show: string) => staffCall<Reach>(`/api/shows/${encodeURIComponent(show)}/reach`),
}
