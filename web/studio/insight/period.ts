// Which stretch of the calendar the figures of all shows are taken over. Pure.
export const kPeriods = ['this-month', 'last-month', 'quarter', 'year', 'own'] as const
export type Period = (typeof kPeriods)[number]

const kQuarterDays = 90

export interface Stretch {
  from: Date | null
  /** The first moment that no longer belongs to it. */
  until: Date | null
}

/** `first` and `last` are days as a date field writes them, for a period of one's own; an empty one leaves that side open. */
export function stretchOf(period: Period, now: Date, first = '', last = ''): Stretch {
  const year = now.getFullYear()
  const month = now.getMonth()
  switch (period) {
    case 'this-month':
      return { from: new Date(year, month, 1), until: new Date(year, month + 1, 1) }
    case 'last-month':
      return { from: new Date(year, month - 1, 1), until: new Date(year, month, 1) }
    case 'quarter':
      return { from: new Date(year, month, now.getDate() - kQuarterDays + 1), until: new Date(year, month, now.getDate() + 1) }
    case 'year':
      return { from: new Date(year, 0, 1), until: new Date(year + 1, 0, 1) }
    case 'own':
      return { from: dayOf(first), until: dayOf(last, 1) }
  }
}

/** Whether the second day comes before the first. */
export function turned({ from, until }: Stretch): boolean {
  return from !== null && until !== null && until <= from
}

export function periodNamed(name: string | null): Period {
  return kPeriods.find((one) => one === name) ?? 'quarter'
}

function dayOf(text: string, later = 0): Date | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  return parts ? new Date(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]) + later) : null
}
