// Which stretches of a timeline to fetch so that a playhead always has its events before it gets there.
//
// The timeline is cut into windows of one minute, the same for every viewer, so that answers can be cached. Around a
// playhead the window before it is wanted (what was said just before), its own, and the next once it is near.
export const kWindowMs = 60_000
const kAheadMs = 30_000

/** The starts of the windows wanted at `playhead`, the most urgent first; none past `end`. */
export function windowsWanted(playhead: number, end: number): number[] {
  const own = Math.floor(Math.max(0, playhead) / kWindowMs) * kWindowMs
  const wanted = [own]
  if (own + kWindowMs - playhead <= kAheadMs) wanted.push(own + kWindowMs)
  if (own > 0) wanted.push(own - kWindowMs)
  return wanted.filter((start) => start <= end)
}

/** A quiet room is read this far back for something to show. */
const kMostBack = 12

/**
 * The next window before those of `playhead` that is not loaded yet, to look for what was said last; null when the
 * beginning or the limit is reached.
 */
export function windowBefore(playhead: number, loaded: ReadonlySet<number>): number | null {
  const own = Math.floor(Math.max(0, playhead) / kWindowMs) * kWindowMs
  for (let back = 1; back <= kMostBack; back += 1) {
    const start = own - back * kWindowMs
    if (start < 0) return null
    if (!loaded.has(start)) return start
  }
  return null
}

const kLongestSpanMs = 10_000

/**
 * What was really watched, as stretches of the show. `track` is told the playhead as it moves; a stretch goes out
 * after ten seconds, when the playhead jumps, and on leaving.
 */
export class WatchedSpans {
  private from: number | null = null
  private to = 0
  private readonly send: (from: number, to: number) => void

  constructor(send: (from: number, to: number) => void) {
    this.send = send
  }

  track(at: number, playing: boolean): void {
    if (!playing) {
      this.flush()
      return
    }
    // Frames may be a second apart in a tab behind others; anything further is a jump or a gap, which nobody watched.
    // A frame may be told a little after the clock that ran ahead of it; that is no jump back.
    if (this.from !== null && (at < this.to - 500 || at - this.to > 1_500)) this.flush()
    if (this.from === null) {
      this.from = at
      this.to = at
    }
    this.to = Math.max(this.to, at)
    if (this.to - this.from >= kLongestSpanMs) {
      const end = this.to
      this.flush()
      this.from = end
    }
  }

  flush(): void {
    const from = this.from
    this.from = null
    if (from !== null && this.to - from >= 1) this.send(Math.round(from), Math.round(this.to))
  }
}
