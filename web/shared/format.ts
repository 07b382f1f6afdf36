// Numbers, money and times as a person reads them, in Japanese and English.
//
// Pure functions of their arguments (and of the time zone where a time of day is shown). A number and its counter
// stay together with a no-break space, as in "3 秒前".
import type { Language } from './i18n.ts'

export interface Money {
  /** In minor units: yen for JPY, cents for USD. */
  amount: number
  currency: string
}

const kNoBreak = '\u00a0'

function locale(language: Language): string {
  return language === 'ja' ? 'ja-JP' : 'en-GB'
}

function minorDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 0
}

/** "¥1,980" in both languages for yen; other currencies as their locale writes them. */
export function money(value: Money, language: Language): string {
  if (value.currency === 'JPY') {
    const sign = value.amount < 0 ? '−' : ''
    return `${sign}¥${Math.abs(value.amount).toLocaleString('en')}`
  }
  const digits = minorDigits(value.currency)
  return new Intl.NumberFormat(locale(language), { style: 'currency', currency: value.currency }).format(
    value.amount / 10 ** digits,
  )
}

/** "1,284": every digit, for counts that must be exact. */
export function count(value: number): string {
  return value.toLocaleString('en')
}

/** A count where there is little room: 9,999 in full, then "1.8万" or "18.6k". */
export function shortCount(value: number, language: Language): string {
  if (value < 10_000) return count(value)
  const [unit, sign] = language === 'ja' ? [10_000, '万'] : value < 1_000_000 ? [1_000, 'k'] : [1_000_000, 'M']
  const scaled = value / unit
  // Rounded down: a count never claims more than there is.
  const shown = scaled < 100 ? Math.floor(scaled * 10) / 10 : Math.floor(scaled)
  return `${shown.toLocaleString('en')}${sign}`
}

/** A place in a show or a length: "0:07", "24:31", "1:02:03". */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const s = String(seconds % 60).padStart(2, '0')
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes}:${s}`
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${s}`
}

/** A place in a show for a screen reader: "24分31秒", "24 minutes 31 seconds". */
export function spokenClock(ms: number, language: Language): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const parts: [number, string, string][] = [
    [Math.floor(seconds / 3600), '時間', 'hour'],
    [Math.floor(seconds / 60) % 60, '分', 'minute'],
    [seconds % 60, '秒', 'second'],
  ]
  const kept = parts.filter(([n], index) => n > 0 || (index === 2 && seconds === 0))
  return language === 'ja'
    ? kept.map(([n, ja]) => `${n}${ja}`).join('')
    : kept.map(([n, , en]) => `${n} ${en}${n === 1 ? '' : 's'}`).join(' ')
}

/** How long until or since, coarsely: "3 日", "2 時間", "24 分", "8 秒"; "3 days", "24 min". */
export function duration(ms: number, language: Language): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  const [n, ja, en] =
    seconds < 60
      ? [seconds, '秒', 's']
      : seconds < 3600
        ? [Math.floor(seconds / 60), '分', 'min']
        : seconds < 86_400
          ? [Math.floor(seconds / 3600), '時間', 'h']
          : [Math.floor(seconds / 86_400), '日', 'd']
  if (language === 'ja') return `${n}${kNoBreak}${ja}`
  return en === 'd' ? `${n}${kNoBreak}${n === 1 ? 'day' : 'days'}` : `${n}${kNoBreak}${en}`
}

/** "11月23日" / "23 Nov"; with the year when it is not this one. */
export function date(at: Date, language: Language, now: Date = new Date()): string {
  const sameYear = at.getFullYear() === now.getFullYear()
  return new Intl.DateTimeFormat(locale(language), {
    ...(sameYear ? {} : { year: 'numeric' }),
    month: language === 'ja' ? 'long' : 'short',
    day: 'numeric',
  }).format(at)
}

/** "月" / "Mon". */
export function weekday(at: Date, language: Language): string {
  return new Intl.DateTimeFormat(locale(language), { weekday: 'short' }).format(at)
}

/** "11月" / "Nov". */
export function month(at: Date, language: Language): string {
  return new Intl.DateTimeFormat(locale(language), { month: 'short' }).format(at)
}

/** "21:00", on a 24-hour clock in both languages. */
export function timeOfDay(at: Date): string {
  return `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`
}

/** "11月23日（月） 21:00" / "Mon, 23 Nov, 21:00". */
export function dateTime(at: Date, language: Language, now: Date = new Date()): string {
  const day = weekday(at, language)
  return language === 'ja'
    ? `${date(at, language, now)}（${day}） ${timeOfDay(at)}`
    : `${day}, ${date(at, language, now)}, ${timeOfDay(at)}`
}

/**
 * The consumption tax contained in prices that include it, as the server rounds it: per rate, down to a whole minor
 * unit.
 */
export function includedTax(amount: number, rate: number): number {
  return Math.floor((amount * rate) / (100 + rate))
}
