// How long after something: coarse, in the largest unit that fits.
import { duration } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { insightWords } from '../messages/insight.ts'

const kDayMs = 86_400_000

/** "8 秒", "1 時間", "30 日": a day is told as one, never as 24 hours. */
export function timeAfter(ms: number): string {
  return ms >= kDayMs ? insightWords().days(Math.floor(ms / kDayMs)) : duration(ms, language.value)
}
