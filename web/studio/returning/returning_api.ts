// Deciding later, as staff read and set it (docs/api.md, "Deciding later").
import type { Money, Picture } from '../../shared/api.ts'
import { randomId } from '../../shared/ids.ts'
import { staffCall } from '../session.ts'

export const kDays = [7, 30, 90, 365] as const
export type Reason = 'low' | 'ending' | 'back' | 'shown' | 'moment' | 'story'
export interface Counted { told: number; by_mail: number; returned: number; ordered: number }
export interface Kept { product: { id: string; title: string; picture: Picture | null; price: Money; left: number }; keeping: number }
export interface Figures extends Counted {
  days: number
  rule: string
  /** Products in people's lists now, and the people. */
  saved: number
  people: number
  reasons: (Counted & { reason: Reason })[]
  most_kept: Kept[]
}
export interface QuietHours { quiet_from: string; quiet_until: string; zone: string }
export interface Story { product: string; title: string; show?: string; at?: number }

export const returningApi = {
  figures: (days: number) => staffCall<Figures>(`/api/returning?days=${days}`),
  quiet: () => staffCall<QuietHours>('/api/returning/settings'),
  saveQuiet: (hours: QuietHours) => staffCall<QuietHours>('/api/returning/settings', { method: 'PUT', body: hours }),
  tell: (story: Story) => staffCall<{ keeping: number }>('/api/returning/stories', { method: 'POST', body: story, key: randomId() }),
}

/** Of those told; nothing where nobody was. */
export function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(part === 0 || part === whole ? 0 : 1)}%`
}

/** "1:02:03" or "2:03" in ms; nothing for what is no time. */
export function momentOf(typed: string): number | null {
  const parts = /^(?:(\d{1,2}):)?(\d{1,2}):(\d{2})$/.exec(typed.trim())
  if (!parts || Number(parts[3]) > 59 || (parts[1] !== undefined && Number(parts[2]) > 59)) return null
  return ((Number(parts[1] ?? 0) * 60 + Number(parts[2])) * 60 + Number(parts[3])) * 1000
}
