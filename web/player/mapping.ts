// Between the player's media time (seconds) and the show's `at` (milliseconds), by the playlist's date-times.
//
// Each segment carries EXT-X-PROGRAM-DATE-TIME = live_at + at. Within a segment time runs evenly; between segments
// it may jump, where the encoder was away. Pure; the spans are what hls.js keeps of the playlist.
export interface Span {
  /** Where it begins in media time, seconds. */
  start: number
  /** Its length, seconds. */
  duration: number
  /** Its date-time in ms since the epoch, or null before it is known. */
  programDateTime: number | null
}

/** The place in the show of media time `time`, or null while no span is dated. */
export function atOf(spans: readonly Span[], liveAt: number, time: number): number | null {
  const span = spans[lastStart(spans, time)]
  if (!span || span.programDateTime === null) return null
  return span.programDateTime - liveAt + (time - span.start) * 1000
}

/**
 * The media time of `at`, or null when the playlist does not reach it. A place within a gap is its far edge; one
 * before the first span is null too (it has left the window).
 */
export function timeOf(spans: readonly Span[], liveAt: number, at: number): number | null {
  const first = spans[0]
  if (!first || first.programDateTime === null || at < first.programDateTime - liveAt - 1) return null
  let low = 0
  let high = spans.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    const dated = spans[middle]!.programDateTime
    if (dated !== null && dated - liveAt <= at) low = middle
    else high = middle - 1
  }
  const span = spans[low]!
  const into = (at - (span.programDateTime! - liveAt)) / 1000
  if (into <= span.duration) return span.start + Math.max(0, into)
  return spans[low + 1]?.start ?? null
}

/** The `at` of the end of what the playlist holds, or null. */
export function endOf(spans: readonly Span[], liveAt: number): number | null {
  const last = spans.at(-1)
  if (!last || last.programDateTime === null) return null
  return last.programDateTime - liveAt + last.duration * 1000
}

function lastStart(spans: readonly Span[], time: number): number {
  let low = 0
  let high = spans.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    // Media times of neighbouring segments may disagree by a rounding; a frame on the edge belongs to the later one.
    if (spans[middle]!.start <= time + 0.001) low = middle
    else high = middle - 1
  }
  return low
}

const kCatchUpFrom = 0.25
const kCatchUpUntil = 0.08

/**
 * The playback rate that brings a live viewer back to `target` seconds behind the edge: 1.05 when a little late, 1.1
 * when further behind, 1 once there. Never while so little is buffered that hurrying would stall.
 */
export function catchUpRate(latency: number, target: number, buffered: number, rateNow: number): number {
  const excess = latency - target
  const hurrying = rateNow > 1
  if (buffered < 0.3 || excess < (hurrying ? kCatchUpUntil : kCatchUpFrom)) return 1
  return excess > 0.7 ? 1.1 : 1.05
}

/** Further from the player's own time than this, a frame is one from before a jump, or one that a tab in the background kept. */
const kFrameAway = 0.5

/** Whether a frame that the browser tells of is the one at the player's time; both in the player's seconds. */
export function isOfNow(frame: number, time: number): boolean {
  return Math.abs(time - frame) <= kFrameAway
}
