// Between an instant (RFC 3339 UTC) and the value of a `datetime-local` field, which knows no zone: the browser's is
// meant, and is said beside the field. Pure but for the browser's own zone.

const two = (number: number) => String(number).padStart(2, '0')

/** '2026-11-21T20:00' for the field; empty for no time. */
export function toField(instant: string | null | undefined): string {
  if (!instant) return ''
  const time = new Date(instant)
  if (Number.isNaN(time.getTime())) return ''
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}T${two(time.getHours())}:${two(time.getMinutes())}`
}

/** The instant for the API; null when the field is empty or not a time. */
export function fromField(value: string): string | null {
  if (!value) return null
  const time = new Date(value)
  return Number.isNaN(time.getTime()) ? null : time.toISOString()
}

/** The zone as people name it: 'Asia/Tokyo (UTC+9)'. */
export function zoneName(at: Date = new Date()): string {
  const minutes = -at.getTimezoneOffset()
  const hours = Math.floor(Math.abs(minutes) / 60)
  const rest = Math.abs(minutes) % 60
  const offset = minutes === 0 ? 'UTC' : `UTC${minutes < 0 ? '−' : '+'}${hours}${rest ? `:${two(rest)}` : ''}`
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return zone && zone !== offset ? `${zone} (${offset})` : offset
}
