// What the order list is narrowed to, as its address says it. Pure.
import type { OrderFilter } from '../studio_api.ts'

/** As typed and chosen; '' for nothing. Days are local: 2026-11-21. */
export interface Asked {
  q: string
  show: string
  state: string
  from: string
  until: string
}

const kNames = ['q', 'show', 'state', 'from', 'until'] as const

export function asked(address: string): Asked {
  const search = new URLSearchParams(address.split('?')[1] ?? '')
  return Object.fromEntries(kNames.map((name) => [name, search.get(name) ?? ''])) as unknown as Asked
}

/** The number of the order that stands open beside the list; '' for none. */
export const openedIn = (address: string): string => new URLSearchParams(address.split('?')[1] ?? '').get('order') ?? ''

export function addressOf(wanted: Asked, opened = ''): string {
  const search = new URLSearchParams()
  for (const name of kNames) if (wanted[name]) search.set(name, wanted[name])
  if (opened) search.set('order', opened)
  const text = search.toString()
  return `/studio/orders${text ? `?${text}` : ''}`
}

/** The start of a local day, `after` days later, as the server takes it; null for no day. */
function startOf(day: string, after = 0): string | null {
  const [year, month, date] = day.split('-').map(Number)
  if (!year || !month || !date) return null
  return new Date(year, month - 1, date + after).toISOString()
}

/** Stands among the states, though it is one of time. */
export const kOverdue = 'overdue'

/** `now` in ms: what is overdue is so to the minute, so that the same question stays the same for a while. */
export function filterOf(wanted: Asked, now = Date.now()): OrderFilter {
  const overdue = wanted.state === kOverdue
  return {
    q: wanted.q.trim() || null,
    show: wanted.show || null,
    state: overdue ? null : wanted.state || null,
    due_before: overdue ? new Date(Math.floor(now / 60_000) * 60_000).toISOString() : null,
    from: startOf(wanted.from),
    until: startOf(wanted.until, 1),
  }
}
