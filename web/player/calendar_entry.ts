// Google's way into its calendar is an address that carries the entry.

export interface ShowToCome {
  id: string
  title: string
  description: string
}

/** As show/calendar_entry.h has it. */
const kUsualLengthMs = 3_600_000

const compact = (time: Date): string => time.toISOString().replace(/[-:]|\.\d+/g, '')

export function googleEntry(show: ShowToCome, startsAt: string, origin: string): string {
  const begins = new Date(startsAt)
  const page = `${origin}/shows/${encodeURIComponent(show.id)}`
  const asked = new URLSearchParams({
    action: 'TEMPLATE',
    text: show.title,
    dates: `${compact(begins)}/${compact(new Date(begins.getTime() + kUsualLengthMs))}`,
    details: show.description ? `${show.description}\n\n${page}` : page,
    location: page,
  })
  return `https://calendar.google.com/calendar/render?${asked}`
}
