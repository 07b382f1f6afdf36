// What the trend page works out of the server's figures. Pure.
import type { Network, Spike, Trend, Voice } from './listening_api.ts'

const kDayMs = 86_400_000
const kHourMs = 3_600_000
/** Days are those of Japan. */
const kJapanMs = 9 * kHourMs

/** Networks with a colour of their own; those behind them are drawn as one. */
export const kColoured = 4

export interface Point { at: number; until: number; count: number }

/** When each point of the chart begins and ends (ms since 1970), and how many mentions it has. */
export function pointsOf(trend: Trend): Point[] {
  const start = Date.parse(`${trend.from}T00:00:00Z`) - kJapanMs
  const end = Date.parse(`${trend.to}T00:00:00Z`) - kJapanMs
  const step = trend.step === 'hour' ? kHourMs : kDayMs
  const points: Point[] = []
  for (let at = start, index = 0; at < end; at += step, index++) {
    points.push({ at, until: at + step, count: trend.networks.reduce((sum, { counts }) => sum + (counts[index] ?? 0), 0) })
  }
  return points
}

/** The largest networks, and the others as one named ''. */
export function drawn(networks: Network[]): Network[] {
  if (networks.length <= kColoured + 1) return networks
  const rest = networks.slice(kColoured)
  return [...networks.slice(0, kColoured), {
    network: '',
    total: rest.reduce((sum, { total }) => sum + total, 0),
    counts: rest[0]!.counts.map((_, index) => rest.reduce((sum, { counts }) => sum + counts[index]!, 0)),
  }]
}

/** The point in which a moment lies; -1 when it is outside. */
export function pointAt(points: Point[], at: number): number {
  return points.findIndex((point) => at >= point.at && at < point.until)
}

/** A round number not below `most`, for the top of the axis. */
export function topOf(most: number): number {
  if (most <= 4) return 4
  const size = 10 ** Math.floor(Math.log10(most))
  return [1, 1.5, 2, 3, 4, 5, 6, 8, 10].map((each) => each * size).find((each) => each >= most)!
}

/** The shop against its rivals: each with its share of all that was said of them. */
export function sharesOf(voices: Voice[]): (Voice & { share: number; shareBefore: number | null })[] {
  const ours = voices.filter(({ kind }) => kind === 'shop' || kind === 'rival')
  const all = ours.reduce((sum, { count }) => sum + count, 0)
  const before = ours.reduce((sum, voice) => sum + voice.before, 0)
  return ours
    .map((voice) => ({ ...voice, share: all === 0 ? 0 : voice.count / all, shareBefore: before === 0 ? null : voice.before / before }))
    .sort((one, other) => other.count - one.count)
}

/** How many times as much as usual; at least one is expected, so that it is never endless. */
export function times(spike: Spike): number {
  return spike.count / Math.max(spike.expected, 1)
}
