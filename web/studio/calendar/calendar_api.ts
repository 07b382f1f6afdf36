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

/** A mail before a show: to how many it goes or went, who came by its link, who of these watched. */
export interface Announcement {
  which: 'day' | 'hour' | 'reminder'
  state: 'no-time' | 'off' | 'to-come' | 'going-out' | 'sent' | 'nobody' | 'missed'
  at: string | null
  sent: number | null
  arrivals: number
  viewers: number
  /** Of reminders: how many are set. */
  would_get?: number
}

export interface Announcements {
  on: boolean
  would_get: number
  items: Announcement[]
}

export const calendarApi = {
  month: (from: Date, until: Date) =>
    staffCall<{ items: MonthShow[]; undated: MonthShow[] }>(`/api/calendar?${new URLSearchParams({ from: from.toISOString(), until: until.toISOString() })}`),
  reach: (show: string) => staffCall<Reach>(`/api/shows/${encodeURIComponent(show)}/reach`),
  announcements: (show: string) => staffCall<Announcements>(`/api/shows/${encodeURIComponent(show)}/announcements`),
  announce: (show: string, on: boolean) => staffCall<Announcements>(`/api/shows/${encodeURIComponent(show)}/announcements`, { method: 'PUT', body: { on } }),
}
